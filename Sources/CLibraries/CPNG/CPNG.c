#include "CPNG.h"
#include "CPNGSupport.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct cpng_reader {
    png_structp png;
    png_infop info;
    FILE *file;
    uint32_t height, next;
    size_t row_bytes;
    int interlaced;
    uint8_t *whole; /* of an interlaced picture */
};

cpng_reader *cpng_open(const char *path, cpng_info *out, char message[CPNG_MESSAGE_LENGTH]) {
    cpng_reader *reader = calloc(1, sizeof *reader);
    if (reader) reader->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, message, cpng_leave, cpng_stay_silent);
    if (!reader || !reader->png) {
        snprintf(message, CPNG_MESSAGE_LENGTH, "out of memory");
        free(reader);
        return NULL;
    }
    reader->file = fopen(path, "rbe");
    if (!reader->file) {
        snprintf(message, CPNG_MESSAGE_LENGTH, "cannot be opened");
        cpng_close(reader);
        return NULL;
    }
    if (setjmp(png_jmpbuf(reader->png))) {
        cpng_close(reader);
        return NULL;
    }
    png_structp png = reader->png;
    reader->info = png_create_info_struct(png);
    if (!reader->info) png_error(png, "out of memory");
    png_set_user_limits(png, 0x7fffffff, 0x7fffffff); /* the caller has looked at the size */
    png_set_chunk_malloc_max(png, 16u << 20);
    png_set_chunk_cache_max(png, 200);
    /* Alpha is to be laid over black as the samples stand; with these chunks libpng would do it in linear light. */
    static const png_byte colour_chunks[] = "gAMA\0cHRM\0iCCP\0sRGB";
    png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, colour_chunks, 4);
    png_init_io(png, reader->file);
    png_read_info(png, reader->info);
    int type = png_get_color_type(png, reader->info);
    int depth = png_get_bit_depth(png, reader->info);
    png_set_expand(png); /* palette to RGB, 1, 2, 4 bits to 8, a transparent colour to alpha */
    if ((type & PNG_COLOR_MASK_ALPHA) || png_get_valid(png, reader->info, PNG_INFO_tRNS)) {
        png_color_16 black;
        memset(&black, 0, sizeof black);
        png_set_background(png, &black, PNG_BACKGROUND_GAMMA_SCREEN, 0, 1.0);
    }
    if (depth == 16 && cpng_little_endian()) png_set_swap(png);
    out->interlaced = reader->interlaced = png_set_interlace_handling(png) > 1;
    png_read_update_info(png, reader->info);
    out->width = png_get_image_width(png, reader->info);
    out->height = reader->height = png_get_image_height(png, reader->info);
    out->channels = png_get_channels(png, reader->info);
    out->depth = png_get_bit_depth(png, reader->info);
    reader->row_bytes = png_get_rowbytes(png, reader->info);
    if (reader->row_bytes != (size_t)out->width * (size_t)out->channels * (size_t)(out->depth / 8)
        || (out->channels != 1 && out->channels != 3)) {
        png_error(png, "an unknown arrangement of samples");
    }
    cpng_say_to(png, NULL);
    return reader;
}

int cpng_read_whole(cpng_reader *reader, uint8_t *rows, char message[CPNG_MESSAGE_LENGTH]) {
    cpng_say_to(reader->png, message);
    if (setjmp(png_jmpbuf(reader->png))) return -1;
    for (int pass = 0; pass < (reader->interlaced ? 7 : 1); pass++) {
        for (uint32_t y = 0; y < reader->height; y++) png_read_row(reader->png, rows + (size_t)y * reader->row_bytes, NULL);
    }
    return 0;
}

int cpng_read(cpng_reader *reader, uint8_t *row, char message[CPNG_MESSAGE_LENGTH]) {
    if (reader->next >= reader->height) {
        snprintf(message, CPNG_MESSAGE_LENGTH, "it has no more rows");
        return -1;
    }
    if (reader->interlaced) {
        if (!reader->whole) {
            reader->whole = calloc(reader->height, reader->row_bytes);
            if (!reader->whole) {
                snprintf(message, CPNG_MESSAGE_LENGTH, "out of memory");
                return -1;
            }
            if (cpng_read_whole(reader, reader->whole, message)) return -1;
        }
        memcpy(row, reader->whole + (size_t)reader->next * reader->row_bytes, reader->row_bytes);
    } else {
        cpng_say_to(reader->png, message);
        if (setjmp(png_jmpbuf(reader->png))) return -1;
        png_read_row(reader->png, row, NULL);
    }
    reader->next++;
    return 0;
}

void cpng_close(cpng_reader *reader) {
    png_destroy_read_struct(&reader->png, reader->info ? &reader->info : NULL, NULL);
    if (reader->file) fclose(reader->file);
    free(reader->whole);
    free(reader);
}
