#include "CJPEG.h"
#include "CJPEGSupport.h"

#include <stdlib.h>

/* Rows handed to libjpeg at once, and bytes handed to the file system at once: fewer calls than row by row. */
#define ROWS_AT_ONCE 32
#define FILE_BUFFER (256u << 10)

struct cjpeg_writer {
    struct jpeg_compress_struct info;
    struct trap trap;
    FILE *file;
    char *file_buffer; /* must outlive the file */
};

void cjpeg_abandon(cjpeg_writer *writer) {
    jpeg_destroy_compress(&writer->info);
    if (writer->file) fclose(writer->file);
    free(writer->file_buffer);
    free(writer);
}

cjpeg_writer *cjpeg_create(const char *path, const cjpeg_settings *settings, char message[CJPEG_MESSAGE_LENGTH]) {
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
    writer->file_buffer = malloc(FILE_BUFFER);
    if (writer->file_buffer) setvbuf(writer->file, writer->file_buffer, _IOFBF, FILE_BUFFER);
    cjpeg_set_trap(&writer->trap, message);
    struct jpeg_compress_struct *info = &writer->info;
    info->err = &writer->trap.manager;
    if (setjmp(writer->trap.back)) {
        cjpeg_abandon(writer);
        return NULL;
    }
    jpeg_create_compress(info);
    jpeg_stdio_dest(info, writer->file);
    info->image_width = settings->width;
    info->image_height = settings->height;
    switch (settings->layout) {
    case CJPEG_ROWS_GREY: info->in_color_space = JCS_GRAYSCALE; info->input_components = 1; break;
    case CJPEG_ROWS_BGRX: info->in_color_space = JCS_EXT_BGRX; info->input_components = 4; break;
    default: info->in_color_space = JCS_RGB; info->input_components = 3; break;
    }
    jpeg_set_defaults(info);
    jpeg_set_quality(info, settings->quality, TRUE);
    if (settings->layout != CJPEG_ROWS_GREY) {
        info->comp_info[0].h_samp_factor = settings->luma_h;
        info->comp_info[0].v_samp_factor = settings->luma_v;
    }
    if (settings->progressive) jpeg_simple_progression(info);
    jpeg_start_compress(info, TRUE);
    writer->trap.message = NULL;
    return writer;
}

int cjpeg_segment(cjpeg_writer *writer, int marker, const uint8_t *bytes, size_t length, char message[CJPEG_MESSAGE_LENGTH]) {
    writer->trap.message = message;
    if (setjmp(writer->trap.back)) return -1;
    jpeg_write_marker(&writer->info, marker, bytes, (unsigned)length);
    return 0;
}

int cjpeg_write(cjpeg_writer *writer, const uint8_t *rows, size_t row_bytes, int count, char message[CJPEG_MESSAGE_LENGTH]) {
    writer->trap.message = message;
    if (setjmp(writer->trap.back)) return -1;
    JSAMPROW some[ROWS_AT_ONCE];
    for (int first = 0; first < count; first += ROWS_AT_ONCE) {
        int part = count - first < ROWS_AT_ONCE ? count - first : ROWS_AT_ONCE;
        for (int i = 0; i < part; i++) some[i] = (JSAMPROW)(rows + (size_t)(first + i) * row_bytes);
        jpeg_write_scanlines(&writer->info, some, (JDIMENSION)part);
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
    int closed = fclose(writer->file);
    writer->file = NULL;
    cjpeg_abandon(writer);
    if (closed != 0) {
        snprintf(message, CJPEG_MESSAGE_LENGTH, "the disk did not take all of it");
        return -1;
    }
    return 0;
}
