/* The floor of drawing on a JPEG: libjpeg-turbo's decode of it and encode of the same pixels, with nothing between.

   floor PICTURE OUT QUALITY REPEATS prints a line of JSON: median milliseconds of decode and encode. Chroma subsampling is the
   source's, output is baseline. Built by draw.py: cc -O2 floor.c -ljpeg */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <jpeglib.h>

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}

static int ascending(const void *a, const void *b) {
    double d = *(const double *)a - *(const double *)b;
    return d < 0 ? -1 : d > 0;
}

static double median(double *values, int count) {
    qsort(values, count, sizeof *values, ascending);
    return count % 2 ? values[count / 2] : (values[count / 2 - 1] + values[count / 2]) / 2;
}

int main(int argc, char **argv) {
    if (argc != 5) return 2;
    int quality = atoi(argv[3]), repeats = atoi(argv[4]);
    if (repeats < 1 || repeats > 1000) return 2;
    double *decode = calloc(repeats, sizeof *decode), *encode = calloc(repeats, sizeof *encode);
    for (int i = 0; i < repeats; i++) {
        struct jpeg_decompress_struct in;
        struct jpeg_compress_struct out;
        struct jpeg_error_mgr errors;
        double begin = now();
        FILE *file = fopen(argv[1], "rb");
        if (!file) return 1;
        in.err = jpeg_std_error(&errors);
        jpeg_create_decompress(&in);
        jpeg_stdio_src(&in, file);
        jpeg_read_header(&in, TRUE);
        in.out_color_space = JCS_EXT_BGRX;
        jpeg_start_decompress(&in);
        size_t row = (size_t)in.output_width * 4;
        unsigned width = in.output_width, height = in.output_height;
        int h = in.comp_info[0].h_samp_factor, v = in.comp_info[0].v_samp_factor;
        unsigned char *pixels = malloc(row * height);
        if (!pixels) return 1;
        while (in.output_scanline < height) {
            JSAMPROW line = pixels + in.output_scanline * row;
            jpeg_read_scanlines(&in, &line, 1);
        }
        jpeg_finish_decompress(&in);
        jpeg_destroy_decompress(&in);
        fclose(file);
        decode[i] = now() - begin;

        begin = now();
        file = fopen(argv[2], "wb");
        if (!file) return 1;
        out.err = jpeg_std_error(&errors);
        jpeg_create_compress(&out);
        jpeg_stdio_dest(&out, file);
        out.image_width = width;
        out.image_height = height;
        out.input_components = 4;
        out.in_color_space = JCS_EXT_BGRX;
        jpeg_set_defaults(&out);
        jpeg_set_quality(&out, quality, TRUE);
        out.comp_info[0].h_samp_factor = h;
        out.comp_info[0].v_samp_factor = v;
        jpeg_start_compress(&out, TRUE);
        while (out.next_scanline < height) {
            JSAMPROW line = pixels + out.next_scanline * row;
            jpeg_write_scanlines(&out, &line, 1);
        }
        jpeg_finish_compress(&out);
        jpeg_destroy_compress(&out);
        fclose(file);
        encode[i] = now() - begin;
        free(pixels);
    }
    printf("{\"decode\": %.2f, \"encode\": %.2f}\n", median(decode, repeats), median(encode, repeats));
    return 0;
}
