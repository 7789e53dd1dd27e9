#include "CPNGSupport.h"

#include <stdio.h>

void cpng_leave(png_structp png, png_const_charp text) {
    char *message = png_get_error_ptr(png);
    if (message) snprintf(message, CPNG_MESSAGE_LENGTH, "%s", text);
    png_longjmp(png, 1);
}

void cpng_stay_silent(png_structp png, png_const_charp text) {
    (void)png;
    (void)text;
}

void cpng_say_to(png_structp png, char *message) { png_set_error_fn(png, message, cpng_leave, cpng_stay_silent); }

int cpng_little_endian(void) {
    const uint16_t one = 1;
    return *(const uint8_t *)&one == 1;
}
