#ifndef CJPEG_SUPPORT_H
#define CJPEG_SUPPORT_H

#include "CJPEG.h"

#include <setjmp.h>
#include <stdio.h>
#include <jpeglib.h>

/* Catches libjpeg's errors: the message is kept where there is a place for it, and the function that set `back` goes on. */
struct trap {
    struct jpeg_error_mgr manager;
    jmp_buf back;
    char *message;
};

void cjpeg_set_trap(struct trap *trap, char *message);

#endif
