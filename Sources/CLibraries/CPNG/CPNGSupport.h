#ifndef CPNG_SUPPORT_H
#define CPNG_SUPPORT_H

#include "CPNG.h"

#include <png.h>

/* Keeps the text in the message buffer, where there is one, and jumps to where setjmp was called last. */
void cpng_leave(png_structp png, png_const_charp text);
void cpng_stay_silent(png_structp png, png_const_charp text);
/* Where the next errors put their text; NULL for nowhere. */
void cpng_say_to(png_structp png, char *message);
int cpng_little_endian(void);

#endif
