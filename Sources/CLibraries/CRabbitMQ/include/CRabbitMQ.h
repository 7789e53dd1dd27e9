#ifndef CRABBITMQ_H
#define CRABBITMQ_H

#include <amqp.h>
#include <amqp_framing.h>
#include <amqp_ssl_socket.h>
#include <amqp_tcp_socket.h>

/* amqp_login_with_properties is variadic, which Swift cannot call. */

#define CRABBITMQ_TEXT_LENGTH 512

typedef struct {
    int status;   /* 0, or the library's status, below 0 */
    int code;     /* what the broker closed the connection with; 0: it did not */
    char text[CRABBITMQ_TEXT_LENGTH];  /* what the broker said, or the library */
} crabbitmq_outcome;

/* Shakes hands, logs in by PLAIN and opens the virtual host; waits no longer than seconds. */
crabbitmq_outcome crabbitmq_login(amqp_connection_state_t state, const char *vhost, int channel_max, int frame_max, int heartbeat,
                                  const amqp_table_t *properties, const char *user, const char *password, double seconds);

/* Reads one frame without waiting: 1, 0 where none is there, or the library's status, below 0. */
int crabbitmq_next_frame(amqp_connection_state_t state, amqp_frame_t *frame);

#endif
