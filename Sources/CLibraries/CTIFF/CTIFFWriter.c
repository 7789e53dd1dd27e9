#include "CTIFF.h"
#include "CTIFFSupport.h"

#include <stdlib.h>
#include <string.h>

/* Large enough that the disk is not asked for each row, small enough that a part of the picture is found without the rest. */
#define STRIP_BYTES (128u << 10)

struct ctiff_writer {
    TIFF *tiff;
    uint32_t width, height, tile;
    int channels, bytes, planar;
    int bgrx; /* rows of four bytes a pixel, written as three channels */
    char message[CTIFF_MESSAGE_LENGTH];
};

ctiff_writer *ctiff_create(const char *path, uint32_t width, uint32_t height, int channels, int bits, int compression,
                           int planar, uint32_t tile, int orientation, char message[CTIFF_MESSAGE_LENGTH]) {
    ctiff_writer *writer = calloc(1, sizeof *writer);
    int bgrx = channels == 4;
    if (bgrx) channels = 3;
    uint64_t bytes = (uint64_t)width * height * (unsigned)channels * (unsigned)bits / 8;
    /* Classic TIFF ends at 4 GB. Little-endian, whatever the machine: metadata are appended in that order. */
    if (writer) writer->tiff = ctiff_open_handle(path, bytes > 4000000000u ? "wl8" : "wl", writer->message);
    if (!writer || !writer->tiff) {
        snprintf(message, CTIFF_MESSAGE_LENGTH, "%s", writer && writer->message[0] ? writer->message : "cannot be created");
        free(writer);
        return NULL;
    }
    TIFF *tiff = writer->tiff;
    writer->width = width;
    writer->height = height;
    writer->tile = tile;
    writer->channels = channels;
    writer->bytes = bits / 8;
    writer->bgrx = bgrx;
    writer->planar = planar && channels > 1 && !bgrx;
    TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, width);
    TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, height);
    TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, bits);
    TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, channels);
    TIFFSetField(tiff, TIFFTAG_SAMPLEFORMAT, bits == 32 ? SAMPLEFORMAT_IEEEFP : SAMPLEFORMAT_UINT);
    TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, channels == 1 ? PHOTOMETRIC_MINISBLACK : PHOTOMETRIC_RGB);
    TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, writer->planar ? PLANARCONFIG_SEPARATE : PLANARCONFIG_CONTIG);
    TIFFSetField(tiff, TIFFTAG_COMPRESSION, compression == CTIFF_DEFLATE ? COMPRESSION_ADOBE_DEFLATE : compression);
    if (compression != CTIFF_NONE) TIFFSetField(tiff, TIFFTAG_PREDICTOR, bits == 32 ? 3 : 2);
    if (orientation) TIFFSetField(tiff, TIFFTAG_ORIENTATION, orientation);
    if (tile) {
        TIFFSetField(tiff, TIFFTAG_TILEWIDTH, tile);
        TIFFSetField(tiff, TIFFTAG_TILELENGTH, tile);
    } else {
        uint64_t row = (uint64_t)width * (unsigned)channels * (unsigned)bits / 8;
        TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, row < STRIP_BYTES ? (uint32_t)(STRIP_BYTES / row) : 1);
    }
    return writer;
}

/* The samples of one row that belong to a plane, or all of them. */
static void pick(const ctiff_writer *writer, const uint8_t *row, uint32_t x, uint32_t count, int plane, uint8_t *out) {
    if (writer->bgrx) {
        const uint8_t *in = row + (size_t)x * 4;
        for (uint32_t i = 0; i < count; i++, in += 4, out += 3) {
            out[0] = in[2];
            out[1] = in[1];
            out[2] = in[0];
        }
        return;
    }
    size_t pixel = (size_t)writer->bytes * (size_t)writer->channels;
    if (!writer->planar) {
        memcpy(out, row + x * pixel, count * pixel);
        return;
    }
    for (uint32_t i = 0; i < count; i++) {
        memcpy(out + i * (size_t)writer->bytes, row + (x + i) * pixel + (size_t)(plane * writer->bytes), (size_t)writer->bytes);
    }
}

static int write_tiles(ctiff_writer *writer, const uint8_t *rows, size_t row_bytes, int plane, uint8_t *buffer) {
    size_t tile_row = (size_t)TIFFTileRowSize(writer->tiff);
    for (uint32_t y = 0; y < writer->height; y += writer->tile) {
        for (uint32_t x = 0; x < writer->width; x += writer->tile) {
            memset(buffer, 0, tile_row * writer->tile);
            uint32_t columns = writer->width - x < writer->tile ? writer->width - x : writer->tile;
            for (uint32_t line = 0; line < writer->tile && y + line < writer->height; line++) {
                pick(writer, rows + (y + line) * row_bytes, x, columns, plane, buffer + line * tile_row);
            }
            if (TIFFWriteTile(writer->tiff, buffer, x, y, 0, (uint16_t)plane) < 0) return -1;
        }
    }
    return 0;
}

int ctiff_write(ctiff_writer *writer, const uint8_t *rows, size_t row_bytes) {
    /* libtiff's predictors change the buffer they are given. */
    uint8_t *buffer = malloc(writer->tile ? (size_t)TIFFTileSize(writer->tiff) : row_bytes);
    int status = buffer ? 0 : -1;
    for (int plane = 0; status == 0 && plane < (writer->planar ? writer->channels : 1); plane++) {
        if (writer->tile) {
            status = write_tiles(writer, rows, row_bytes, plane, buffer);
            continue;
        }
        for (uint32_t y = 0; status == 0 && y < writer->height; y++) {
            pick(writer, rows + y * row_bytes, 0, writer->width, plane, buffer);
            if (TIFFWriteScanline(writer->tiff, buffer, y, (uint16_t)plane) < 0) status = -1;
        }
    }
    free(buffer);
    return status;
}

int ctiff_finish(ctiff_writer *writer, char message[CTIFF_MESSAGE_LENGTH]) {
    int status = TIFFFlush(writer->tiff) && !writer->message[0] ? 0 : -1;
    TIFFClose(writer->tiff);
    if (writer->message[0]) status = -1; /* closing writes too */
    snprintf(message, CTIFF_MESSAGE_LENGTH, "%s", writer->message[0] ? writer->message : "the disk did not take all of it");
    free(writer);
    return status;
}
