#include "CRabbitMQ.h"

#include <stdio.h>
#include <string.h>
#include <sys/time.h>

static void set_text(crabbitmq_outcome *outcome, amqp_bytes_t text) {
    size_t length = text.len < CRABBITMQ_TEXT_LENGTH - 1 ? text.len : CRABBITMQ_TEXT_LENGTH - 1;
    if (length > 0) memcpy(outcome->text, text.bytes, length);
    outcome->text[length] = 0;
}

crabbitmq_outcome crabbitmq_login(amqp_connection_state_t state, const char *vhost, int channel_max, int frame_max, int heartbeat,
                                  const amqp_table_t *properties, const char *user, const char *password, double seconds) {
    struct timeval limit = {(time_t)seconds, (suseconds_t)((seconds - (time_t)seconds) * 1e6)};
    crabbitmq_outcome outcome = {0};
    amqp_set_handshake_timeout(state, &limit);
    amqp_set_rpc_timeout(state, &limit);
    amqp_rpc_reply_t reply = amqp_login_with_properties(state, vhost, channel_max, frame_max, heartbeat, properties,
                                                        AMQP_SASL_METHOD_PLAIN, user, password);
    switch (reply.reply_type) {
        case AMQP_RESPONSE_NORMAL:
            return outcome;
        case AMQP_RESPONSE_SERVER_EXCEPTION:
            outcome.status = AMQP_STATUS_CONNECTION_CLOSED;
            if (reply.reply.id == AMQP_CONNECTION_CLOSE_METHOD) {
                const amqp_connection_close_t *close = reply.reply.decoded;
                outcome.code = close->reply_code;
                set_text(&outcome, close->reply_text);
            } else {
                snprintf(outcome.text, sizeof outcome.text, "method 0x%08X during log-in", reply.reply.id);
            }
            return outcome;
        default:
            outcome.status = reply.library_error < 0 ? reply.library_error : AMQP_STATUS_CONNECTION_CLOSED;
            snprintf(outcome.text, sizeof outcome.text, "%s", amqp_error_string2(outcome.status));
            return outcome;
    }
}

int crabbitmq_next_frame(amqp_connection_state_t state, amqp_frame_t *frame) {
    struct timeval none = {0, 0};
    int status = amqp_simple_wait_frame_noblock(state, frame, &none);
    if (status == AMQP_STATUS_OK) return 1;
    return status == AMQP_STATUS_TIMEOUT ? 0 : status;
}
