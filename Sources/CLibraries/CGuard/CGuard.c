#include "CGuard.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile sig_atomic_t asked_to_end = 0;

static void ask_to_end(int signal) {
    (void)signal;
    asked_to_end = 1;
}

static void wake(int signal) { (void)signal; }

static pid_t parent_of(const char *pid) {
    char path[64], text[512];
    snprintf(path, sizeof path, "/proc/%.20s/stat", pid);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return -1;
    ssize_t length = read(file, text, sizeof text - 1);
    close(file);
    if (length <= 0) return -1;
    text[length] = 0;
    // The name may hold blanks and parentheses: the last one closes it.
    char *end = strrchr(text, ')');
    int parent = -1;
    if (end) sscanf(end + 1, " %*c %d", &parent);
    return parent;
}

// Orphans of what was started come to this process (it is their subreaper), so killing one's own children until there is none
// reaches everything.
static void kill_all_below(void) {
    for (;;) {
        pid_t self = getpid();
        DIR *folder = opendir("/proc");
        if (folder) {
            struct dirent *entry;
            while ((entry = readdir(folder)))
                if (isdigit((unsigned char)entry->d_name[0]) && parent_of(entry->d_name) == self)
                    kill((pid_t)atol(entry->d_name), SIGKILL);
            closedir(folder);
        }
        int any = 0;
        for (;;) {
            pid_t gone = waitpid(-1, NULL, WNOHANG);
            if (gone > 0) continue;
            any = gone == 0;
            break;
        }
        if (!any) return;
        usleep(2000);
    }
}

// Of the program and all that it waited for.
static double processor_seconds(void) {
    struct rusage usage;
    if (getrusage(RUSAGE_CHILDREN, &usage) != 0) return 0;
    return usage.ru_utime.tv_sec + usage.ru_stime.tv_sec + 1e-6 * (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

int guard_run(char *const arguments[], unsigned long long memory, unsigned cpu) {
    setsid();
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = ask_to_end;
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGHUP, &action, NULL);
    action.sa_handler = wake;
    sigaction(SIGCHLD, &action, NULL);
    // Who started us may have been a thread that blocks signals (those of libdispatch do), and the mask is inherited.
    sigset_t none_blocked;
    sigemptyset(&none_blocked);
    sigprocmask(SIG_SETMASK, &none_blocked, NULL);

    pid_t self = getpid();
    pid_t child = fork();
    if (child < 0) return 126;
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() != self) _exit(126);
        if (memory > 0) {
            struct rlimit limit = {memory, memory};
            setrlimit(RLIMIT_AS, &limit);
        }
        if (cpu > 0) {
            struct rlimit limit = {cpu, cpu + 1};
            setrlimit(RLIMIT_CPU, &limit);
        }
        struct rlimit none = {0, 0};
        setrlimit(RLIMIT_CORE, &none);
        int nothing = open("/dev/null", O_RDONLY);
        if (nothing >= 0) dup2(nothing, 0);
        execvp(arguments[0], arguments);
        fprintf(stderr, "%s: %s\n", arguments[0], strerror(errno));
        _exit(126);
    }

    int result = 125;
    while (!asked_to_end) {
        int status;
        pid_t gone = waitpid(child, &status, WNOHANG);
        if (gone == child) {
            result = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
            // The process that the limit ended may have been one that the program started.
            if (result != 0 && cpu > 0 && processor_seconds() >= cpu - 0.5) result = 124;
            break;
        }
        // SIGCHLD ends the wait at once but for a small window; the time-out closes that.
        struct pollfd input = {0, POLLIN, 0};
        if (poll(&input, 1, 100) <= 0) continue;
        char byte[64];
        ssize_t length = read(0, byte, sizeof byte);
        if (length == 0 || (length < 0 && errno != EINTR && errno != EAGAIN)) break;
    }
    kill_all_below();
    return result;
}
