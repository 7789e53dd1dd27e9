#ifndef CJPEG_H
#define CJPEG_H

#include <stddef.h>
#include <stdint.h>

/* libjpeg reports errors by longjmp; every function here catches it, so that none crosses Swift. */

#define CJPEG_MESSAGE_LENGTH 200

enum { CJPEG_GREY = 1, CJPEG_RGB = 3, CJPEG_CMYK = 4 };

/* What rows are asked for: grey or RGB as the file has it; the luminance where it is stored by itself; blue, green, red and an
   unused byte. CMYK comes as CMYK in any case. */
enum { CJPEG_AS_STORED, CJPEG_AS_GREY, CJPEG_AS_BGRX };

typedef struct {
    uint32_t width, height;
    int components;        /* in the file: 1, 3 or 4 */
    int output_channels;   /* of the rows handed out: 1, 3 or 4 (CMYK) */
    int inverted_cmyk;     /* an Adobe file: 0 is full ink */
    int luminance_stored;  /* the first component is the luminance: grey can be decoded without colour */
    int progressive;
    int horizontal, vertical;  /* luminance samples for each colour sample; 1 where colours are not stored apart or are as fine */
    int has_steps;         /* the quantisation table of the first component stands before the picture data */
    uint16_t steps[64];    /* it, row by row */
    const uint8_t *exif;   /* the first APP1 that begins with "Exif\0\0", or NULL; lives as long as the reader */
    size_t exif_length;
} cjpeg_info;

typedef struct cjpeg_reader cjpeg_reader;

/* NULL on failure, with the reason in message. */
cjpeg_reader *cjpeg_open(const char *path, cjpeg_info *info, char message[CJPEG_MESSAGE_LENGTH]);
/* Begins decoding at 1/reduce (1, 2, 4, 8). 0 on success; gives the size and channels of the rows to come. */
int cjpeg_start(cjpeg_reader *reader, int reduce, int form, uint32_t *width, uint32_t *height, int *channels,
                char message[CJPEG_MESSAGE_LENGTH]);
/* After cjpeg_start, instead of reading all rows: moves to row y and narrows the rows to come to some more than the columns
   x ..< x + width, counted in decoded pixels: rows of row_width pixels, the first cut of which lie before x. 0 on success. */
int cjpeg_window(cjpeg_reader *reader, uint32_t x, uint32_t y, uint32_t width, uint32_t *row_width, uint32_t *cut,
                 char message[CJPEG_MESSAGE_LENGTH]);
/* Reads up to count rows; the number read, or -1. */
int cjpeg_read(cjpeg_reader *reader, uint8_t *rows, size_t row_bytes, int count, char message[CJPEG_MESSAGE_LENGTH]);
/* How often libjpeg met damage and went on. */
long cjpeg_warnings(const cjpeg_reader *reader);
void cjpeg_close(cjpeg_reader *reader);

typedef struct cjpeg_writer cjpeg_writer;

enum { CJPEG_ROWS_GREY = 1, CJPEG_ROWS_RGB, CJPEG_ROWS_BGRX };

typedef struct {
    uint32_t width, height;
    int layout;          /* of the rows handed in */
    int quality;         /* 1 to 100 */
    int luma_h, luma_v;  /* luminance samples for each chroma sample, 1 or 2; without effect on grey */
    int progressive;
    int horizontal, vertical;  /* luminance samples for each colour sample; 1 where colours are not stored apart or are as fine */
    int has_steps;         /* the quantisation table of the first component stands before the picture data */
    uint16_t steps[64];    /* it, row by row */
} cjpeg_settings;

cjpeg_writer *cjpeg_create(const char *path, const cjpeg_settings *settings, char message[CJPEG_MESSAGE_LENGTH]);
/* An APPn segment of at most 65533 bytes; before the first row. 0 on success. */
int cjpeg_segment(cjpeg_writer *writer, int marker, const uint8_t *bytes, size_t length, char message[CJPEG_MESSAGE_LENGTH]);
int cjpeg_write(cjpeg_writer *writer, const uint8_t *rows, size_t row_bytes, int count, char message[CJPEG_MESSAGE_LENGTH]);
/* Completes the file; 0 when all of it was handed to the file system. Frees the writer in any case. */
int cjpeg_finish(cjpeg_writer *writer, char message[CJPEG_MESSAGE_LENGTH]);
void cjpeg_abandon(cjpeg_writer *writer);

#endif
