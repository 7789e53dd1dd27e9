#ifndef CGUARD_H
#define CGUARD_H

/// Runs a program and outlives it and all it starts: see CGuard.c. `prctl` is variadic and fork is closed to Swift, hence C.
///
/// @param arguments  program (looked up in PATH) and its arguments, ending with NULL.
/// @param memory     bytes of address space each process may have; 0: no limit.
/// @param cpu        seconds of processor time each process may take; 0: no limit.
/// @return the program's exit status, 128 + signal where one ended it, 126 where it could not be started,
///         125 where standard input came to its end first, 124 where it failed for having used up its processor time.
int guard_run(char *const arguments[], unsigned long long memory, unsigned cpu);

#endif
