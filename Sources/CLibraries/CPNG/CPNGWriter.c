#include "CPNG.h"
#include "CPNGSupport.h"

#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

/* Larger IDAT chunks than the usual 8 KB. */
#define FILE_BUFFER (256u << 10)

struct cpng_writer {
    png_structp png;
    png_infop info;
    FILE *file;
    int passes;
};

void cpng_abandon(cpng_writer *writer) {
    png_destroy_write_struct(&writer->png, writer->info ? &writer->info : NULL);
    if (writer->file) fclose(writer->file);
    free(writer);
}

cpng_writer *cpng_create(const char *path, const cpng_settings *settings, char message[CPNG_MESSAGE_LENGTH]) {
    cpng_writer *writer = calloc(1, sizeof *writer);
    if (writer) writer->png = png_create_write_struct(PNG_LIBPNG_VER_STRING, message, cpng_leave, cpng_stay_silent);
    if (!writer || !writer->png) {
        snprintf(message, CPNG_MESSAGE_LENGTH, "out of memory");
        free(writer);
        return NULL;
    }
    writer->file = fopen(path, "wbe");
    if (!writer->file) {
        snprintf(message, CPNG_MESSAGE_LENGTH, "cannot be created");
        cpng_abandon(writer);
        return NULL;
    }
    if (setjmp(png_jmpbuf(writer->png))) {
        cpng_abandon(writer);
        return NULL;
    }
    writer->info = png_create_info_struct(writer->png);
    if (!writer->info) png_error(writer->png, "out of memory");
    png_set_user_limits(writer->png, 0x7fffffff, 0x7fffffff);
    png_init_io(writer->png, writer->file);
    int colour = settings->channels == 1 ? PNG_COLOR_TYPE_GRAY : PNG_COLOR_TYPE_RGB;
    png_set_IHDR(writer->png, writer->info, settings->width, settings->height, settings->depth, colour,
                 settings->interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
                 PNG_FILTER_TYPE_DEFAULT);
    if (settings->fast) {
        /* Pixels of the sky are noise: looking for repetitions costs time and finds none. */
        png_set_compression_level(writer->png, 1);
        png_set_compression_strategy(writer->png, Z_RLE);
        png_set_filter(writer->png, PNG_FILTER_TYPE_BASE, PNG_FILTER_AVG);
    }
    png_set_compression_buffer_size(writer->png, FILE_BUFFER);
    png_write_info(writer->png, writer->info);
    if (settings->depth == 16 && cpng_little_endian()) png_set_swap(writer->png);
    if (settings->channels == 4) {
        png_set_bgr(writer->png);
        png_set_filler(writer->png, 0, PNG_FILLER_AFTER);
    }
    writer->passes = settings->interlaced ? png_set_interlace_handling(writer->png) : 1;
    cpng_say_to(writer->png, NULL);
    return writer;
}

int cpng_chunk(cpng_writer *writer, const char *name, const uint8_t *bytes, size_t length, char message[CPNG_MESSAGE_LENGTH]) {
    cpng_say_to(writer->png, message);
    if (setjmp(png_jmpbuf(writer->png))) return -1;
    png_write_chunk(writer->png, (png_const_bytep)name, bytes, length);
    return 0;
}

int cpng_write(cpng_writer *writer, const uint8_t *rows, size_t row_bytes, uint32_t count, char message[CPNG_MESSAGE_LENGTH]) {
    cpng_say_to(writer->png, message);
    if (setjmp(png_jmpbuf(writer->png))) return -1;
    for (int pass = 0; pass < writer->passes; pass++) {
        for (uint32_t i = 0; i < count; i++) png_write_row(writer->png, rows + (size_t)i * row_bytes);
    }
    return 0;
}

int cpng_finish(cpng_writer *writer, char message[CPNG_MESSAGE_LENGTH]) {
    cpng_say_to(writer->png, message);
    if (setjmp(png_jmpbuf(writer->png))) {
        cpng_abandon(writer);
        return -1;
    }
    png_write_end(writer->png, writer->info);
    FILE *file = writer->file;
    writer->file = NULL;
    cpng_abandon(writer);
    if (fclose(file) != 0) {
        snprintf(message, CPNG_MESSAGE_LENGTH, "the disk did not take all of it");
        return -1;
    }
    return 0;
}
