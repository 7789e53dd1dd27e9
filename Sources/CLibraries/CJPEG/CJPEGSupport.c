#include "CJPEGSupport.h"

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

void cjpeg_set_trap(struct trap *trap, char *message) {
    jpeg_std_error(&trap->manager);
    trap->manager.error_exit = leave;
    trap->manager.output_message = stay_silent;
    trap->message = message;
}
