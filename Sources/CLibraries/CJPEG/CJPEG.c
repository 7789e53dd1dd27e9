#include "CJPEG.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <setjmp.h>
#include <jpeglib.h>

/* A progressive picture needs some ten scans; a hostile one makes thousands, each a pass over all coefficients. */
#define SCANS_MAX 200

struct trap {
    struct jpeg_error_mgr manager;
    jmp_buf back;
    char *message;
};

static void leave(j_common_ptr info) {
    struct trap *trap = (struct trap *)info->err;
    if (trap->message) {
        char text[JMSG_LENGTH_MAX];
        info->err->format_message(info, text);
        snprintf(trap->message, CJPEG_MESSAGE_LENGTH, "%s", text);
    }
    longjmp(trap->back, 1);
}

static void stay_silent(j_common_ptr info) { (void)info; }

static void set_trap(struct trap *trap, char *message) {
    jpeg_std_error(&trap->manager);
    trap->manager.error_exit = leave;
    trap->manager.output_message = stay_silent;
    trap->message = message;
}

/* Reading */

struct cjpeg_reader {
    struct jpeg_decompress_struct info;
    struct trap trap;
    struct jpeg_progress_mgr progress;
    FILE *file;
};

static void watch_scans(j_common_ptr info) {
    if (info->is_decompressor && ((j_decompress_ptr)info)->input_scan_number > SCANS_MAX) {
        struct trap *trap = (struct trap *)info->err;
        if (trap->message) snprintf(trap->message, CJPEG_MESSAGE_LENGTH, "more than %d scans", SCANS_MAX);
        longjmp(trap->back, 1);
    }
}

static int is_exif(jpeg_saved_marker_ptr marker) {
    return marker->marker == JPEG_APP0 + 1 && marker->data_length > 6 && memcmp(marker->data, "Exif\0\0", 6) == 0;
}

cjpeg_reader *cjpeg_open(const char *path, cjpeg_info *out, char message[CJPEG_MESSAGE_LENGTH]) {
    cjpeg_reader *reader = calloc(1, sizeof *reader);
    if (!reader) {
        snprintf(message, CJPEG_MESSAGE_LENGTH, "out of memory");
        return NULL;
    }
    reader->file = fopen(path, "rbe");
    if (!reader->file) {
        snprintf(message, CJPEG_MESSAGE_LENGTH, "cannot be opened");
        free(reader);
        return NULL;
    }
    set_trap(&reader->trap, message);
    reader->info.err = &reader->trap.manager;
    if (setjmp(reader->trap.back)) {
        cjpeg_close(reader);
        return NULL;
    }
    jpeg_create_decompress(&reader->info);
    reader->progress.progress_monitor = watch_scans;
    reader->info.progress = &reader->progress;
    jpeg_stdio_src(&reader->info, reader->file);
    jpeg_save_markers(&reader->info, JPEG_APP0 + 1, 0xFFFF);
    jpeg_read_header(&reader->info, TRUE);

    struct jpeg_decompress_struct *info = &reader->info;
    memset(out, 0, sizeof *out);
    out->width = info->image_width;
    out->height = info->image_height;
    out->components = info->num_components;
    out->progressive = info->progressive_mode;
    out->inverted_cmyk = info->saw_Adobe_marker;
    switch (info->jpeg_color_space) {
    case JCS_GRAYSCALE: out->output_channels = CJPEG_GREY; out->luminance_stored = 1; break;
    case JCS_YCbCr: out->output_channels = CJPEG_RGB; out->luminance_stored = 1; break;
    case JCS_RGB: out->output_channels = CJPEG_RGB; break;
    case JCS_CMYK: case JCS_YCCK: out->output_channels = CJPEG_CMYK; break;
    default: out->output_channels = 0; break;
    }
    for (jpeg_saved_marker_ptr marker = info->marker_list; marker; marker = marker->next) {
        if (!is_exif(marker)) continue;
        out->exif = marker->data;
        out->exif_length = marker->data_length;
        break;
    }
    reader->trap.message = NULL;
    return reader;
}

int cjpeg_start(cjpeg_reader *reader, int reduce, int form, uint32_t *width, uint32_t *height, int *channels,
                char message[CJPEG_MESSAGE_LENGTH]) {
    reader->trap.message = message;
    if (setjmp(reader->trap.back)) return -1;
    struct jpeg_decompress_struct *info = &reader->info;
    info->scale_num = 1;
    info->scale_denom = (unsigned)reduce;
    switch (info->jpeg_color_space) {
    case JCS_GRAYSCALE: info->out_color_space = form == CJPEG_AS_BGRX ? JCS_EXT_BGRX : JCS_GRAYSCALE; break;
    case JCS_YCbCr:
        info->out_color_space = form == CJPEG_AS_BGRX ? JCS_EXT_BGRX : form == CJPEG_AS_GREY ? JCS_GRAYSCALE : JCS_RGB;
        break;
    case JCS_RGB: info->out_color_space = form == CJPEG_AS_BGRX ? JCS_EXT_BGRX : JCS_RGB; break;
    case JCS_CMYK: case JCS_YCCK: info->out_color_space = JCS_CMYK; break;
    default:
        snprintf(message, CJPEG_MESSAGE_LENGTH, "its colour space is unknown");
        return -1;
    }
    jpeg_start_decompress(info);
    *width = info->output_width;
    *height = info->output_height;
    *channels = info->output_components;
    return 0;
}

int cjpeg_read(cjpeg_reader *reader, uint8_t *rows, size_t row_bytes, int count, char message[CJPEG_MESSAGE_LENGTH]) {
    reader->trap.message = message;
    volatile int done = 0;
    if (setjmp(reader->trap.back)) return done > 0 ? done : -1;
    while (done < count && reader->info.output_scanline < reader->info.output_height) {
        JSAMPROW row = rows + (size_t)done * row_bytes;
        if (jpeg_read_scanlines(&reader->info, &row, 1) != 1) break;
        done++;
    }
    return done;
}

long cjpeg_warnings(const cjpeg_reader *reader) { return reader->trap.manager.num_warnings; }

void cjpeg_close(cjpeg_reader *reader) {
    jpeg_destroy_decompress(&reader->info);
    fclose(reader->file);
    free(reader);
}

/* Writing */

struct cjpeg_writer {
    struct jpeg_compress_struct info;
    struct trap trap;
    FILE *file;
};

void cjpeg_abandon(cjpeg_writer *writer) {
    jpeg_destroy_compress(&writer->info);
    if (writer->file) fclose(writer->file);
    free(writer);
}

cjpeg_writer *cjpeg_create(const char *path, uint32_t width, uint32_t height, int channels, int quality, int progressive,
                           const uint8_t *exif, size_t exif_length, char message[CJPEG_MESSAGE_LENGTH]) {
    cjpeg_writer *writer = calloc(1, sizeof *writer);
    if (!writer) {
        snprintf(message, CJPEG_MESSAGE_LENGTH, "out of memory");
        return NULL;
    }
    writer->file = fopen(path, "wbe");
    if (!writer->file) {
        snprintf(message, CJPEG_MESSAGE_LENGTH, "cannot be created");
        free(writer);
        return NULL;
    }
    set_trap(&writer->trap, message);
    writer->info.err = &writer->trap.manager;
    if (setjmp(writer->trap.back)) {
        cjpeg_abandon(writer);
        return NULL;
    }
    jpeg_create_compress(&writer->info);
    jpeg_stdio_dest(&writer->info, writer->file);
    writer->info.image_width = width;
    writer->info.image_height = height;
    writer->info.input_components = channels;
    writer->info.in_color_space = channels == 1 ? JCS_GRAYSCALE : channels == 4 ? JCS_CMYK : JCS_RGB;
    jpeg_set_defaults(&writer->info);
    jpeg_set_quality(&writer->info, quality, TRUE);
    if (progressive) jpeg_simple_progression(&writer->info);
    jpeg_start_compress(&writer->info, TRUE);
    if (exif) jpeg_write_marker(&writer->info, JPEG_APP0 + 1, exif, (unsigned)exif_length);
    writer->trap.message = NULL;
    return writer;
}

int cjpeg_write(cjpeg_writer *writer, const uint8_t *rows, size_t row_bytes, int count, char message[CJPEG_MESSAGE_LENGTH]) {
    writer->trap.message = message;
    if (setjmp(writer->trap.back)) return -1;
    for (int i = 0; i < count; i++) {
        JSAMPROW row = (JSAMPROW)(rows + (size_t)i * row_bytes);
        jpeg_write_scanlines(&writer->info, &row, 1);
    }
    return 0;
}

int cjpeg_finish(cjpeg_writer *writer, char message[CJPEG_MESSAGE_LENGTH]) {
    writer->trap.message = message;
    if (setjmp(writer->trap.back)) {
        cjpeg_abandon(writer);
        return -1;
    }
    jpeg_finish_compress(&writer->info);
    FILE *file = writer->file;
    writer->file = NULL;
    cjpeg_abandon(writer);
    if (fclose(file) != 0) {
        snprintf(message, CJPEG_MESSAGE_LENGTH, "the disk did not take all of it");
        return -1;
    }
    return 0;
}
