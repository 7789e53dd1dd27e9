#ifndef CRAW_H
#define CRAW_H

#include <stddef.h>
#include <stdint.h>

/* LibRaw's structures are too large and too full of unions for Swift: a narrow face on them. */

#define CRAW_MESSAGE_LENGTH 200

typedef struct {
    uint32_t width, height;  /* of the developed picture as stored, not turned upright */
    int orientation;         /* EXIF's 1...8, from the camera's own mark */
    int colours;             /* 1 for a sensor without colour filters */
    int bits;                /* of the raw samples */
    char make[64], model[64], lens[128];
    double exposure, iso, focal_length;  /* s, -, mm; 0 when unknown */
    int64_t timestamp;       /* seconds since 1970 if the camera's clock ran on the machine's zone; 0 when unknown */
} craw_info;

typedef struct craw_reader craw_reader;

/* NULL on failure, with the reason in message. */
craw_reader *craw_open(const char *path, craw_info *info, char message[CRAW_MESSAGE_LENGTH]);
/* Develops into linear 16-bit RGB with the camera's white balance, not turned; half: one pixel for each 2 x 2 cell. 0 on
   success. */
int craw_develop(craw_reader *reader, int half, uint32_t *width, uint32_t *height, char message[CRAW_MESSAGE_LENGTH]);
/* Copies a row of the developed picture, 3 samples a pixel. */
void craw_row(const craw_reader *reader, uint32_t row, uint16_t *out);
/* How often LibRaw met damage and went on. */
long craw_warnings(const craw_reader *reader);
void craw_close(craw_reader *reader);

#endif
