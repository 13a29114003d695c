// Signals become bytes in a pipe; a crash gives the terminal back and goes on to whoever handled
// it before. Only functions that are safe in a signal handler are called from one.
#define _GNU_SOURCE
#include "cterminal.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <termios.h>
#include <unistd.h>

// MARK: Standard error

enum { ERRORS_SHOWN = 64 * 1024 };
static volatile sig_atomic_t errors_are_held = 0;
static int errors_kept = -1, errors_real = -1;

void ct_errors_hold(void) {
  if (errors_are_held || !isatty(STDERR_FILENO)) return;
  errors_kept = memfd_create("standard-error", MFD_CLOEXEC);
  errors_real = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
  if (errors_kept < 0 || errors_real < 0 || dup2(errors_kept, STDERR_FILENO) < 0) {
    if (errors_kept >= 0) close(errors_kept);
    if (errors_real >= 0) close(errors_real);
    errors_kept = errors_real = -1;
    return;
  }
  errors_are_held = 1;
}

void ct_errors_release(int log) {
  if (!errors_are_held) return;
  errors_are_held = 0;
  dup2(errors_real, STDERR_FILENO);
  close(errors_real);
  off_t size = lseek(errors_kept, 0, SEEK_END);
  off_t offset = size > ERRORS_SHOWN ? size - ERRORS_SHOWN : 0;
  char block[4096];
  ssize_t count;
  while ((count = pread(errors_kept, block, sizeof block, offset)) > 0) {
    (void)!write(log >= 0 ? log : STDERR_FILENO, block, (size_t)count);
    offset += count;
  }
  close(errors_kept);
  errors_kept = errors_real = -1;
}

// MARK: What a crash undoes

static struct {
  volatile sig_atomic_t is_armed;
  int terminal;
  struct termios modes;
  char reset[1024];
  size_t count;
} saved;

static void restore_in_handler(void) {
  if (!saved.is_armed) return;
  saved.is_armed = 0;
  (void)!write(saved.terminal, saved.reset, saved.count);
  tcsetattr(saved.terminal, TCSANOW, &saved.modes);
  ct_errors_release(-1);
}

// MARK: Signals that ask us to do something

static const int asking[] = {SIGWINCH, SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT};
enum { ASKING_COUNT = sizeof asking / sizeof *asking };
static struct sigaction asking_before[ASKING_COUNT];
static volatile sig_atomic_t is_routed = 0, pipe_end = -1;
static volatile sig_atomic_t is_unanswered[64];

static bool ends_program(int signal) {
  return signal == SIGTERM || signal == SIGINT || signal == SIGHUP || signal == SIGQUIT;
}

static void on_asking(int signal) {
  int error = errno;
  if (ends_program(signal)) {
    if (is_unanswered[signal]) {
      restore_in_handler();
      ct_signal_end_by(signal);
    }
    is_unanswered[signal] = 1;
  }
  uint8_t byte = (uint8_t)signal;
  (void)!write(pipe_end, &byte, 1);  // a full pipe has a wake-up pending anyway
  errno = error;
}

bool ct_pipe_make(int *read_end, int *write_end) {
  int ends[2];
  if (pipe2(ends, O_NONBLOCK | O_CLOEXEC) != 0) return false;
  *read_end = ends[0];
  *write_end = ends[1];
  return true;
}

void ct_signals_route(int pipe_write_end) {
  pipe_end = pipe_write_end;
  if (is_routed) return;
  is_routed = 1;
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = on_asking;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  for (int i = 0; i < ASKING_COUNT; i++) {
    is_unanswered[asking[i]] = 0;
    sigaction(asking[i], NULL, &asking_before[i]);
    // What nohup or a parent wants ignored stays ignored.
    if (asking_before[i].sa_handler != SIG_IGN) sigaction(asking[i], &action, NULL);
  }
}

void ct_signal_answered(int signal) {
  if (signal > 0 && signal < 64) is_unanswered[signal] = 0;
}

void ct_signals_unroute(void) {
  if (!is_routed) return;
  for (int i = 0; i < ASKING_COUNT; i++) sigaction(asking[i], &asking_before[i], NULL);
  is_routed = 0;
  pipe_end = -1;
}

void ct_signal_end_by(int signal) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = SIG_DFL;
  sigaction(signal, &action, NULL);
  sigset_t one;
  sigemptyset(&one);
  sigaddset(&one, signal);
  pthread_sigmask(SIG_UNBLOCK, &one, NULL);
  raise(signal);
}

void ct_stop_group(void) {
  struct sigaction action, before;
  memset(&action, 0, sizeof action);
  // First the others, then this thread: a signal to the group could stop us later, on another
  // thread, in the middle of repainting.
  action.sa_handler = SIG_IGN;
  sigaction(SIGTSTP, &action, &before);
  kill(0, SIGTSTP);
  action.sa_handler = SIG_DFL;
  sigaction(SIGTSTP, &action, NULL);
  raise(SIGTSTP);
  sigaction(SIGTSTP, &before, NULL);
}

// MARK: Signals of a crash

static const int crashing[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGABRT};
enum { CRASHING_COUNT = sizeof crashing / sizeof *crashing };
static struct sigaction crashing_before[CRASHING_COUNT];
static bool crash_handlers_stand = false;

static void on_crash(int signal, siginfo_t *info, void *context) {
  (void)context;
  restore_in_handler();
  for (int i = 0; i < CRASHING_COUNT; i++) {
    if (crashing[i] == signal) sigaction(signal, &crashing_before[i], NULL);
  }
  // A fault runs again at the same instruction and meets the handler from before with the true
  // registers; a signal that was sent does not come back by itself.
  if (info->si_code <= 0) raise(signal);
}

// A stack to stand on when the thread's own has overflowed.
static void ensure_alternate_stack(void) {
  stack_t stack;
  if (sigaltstack(NULL, &stack) != 0 || !(stack.ss_flags & SS_DISABLE)) return;
  static char room[64 * 1024];
  stack.ss_sp = room;
  stack.ss_size = sizeof room;
  stack.ss_flags = 0;
  sigaltstack(&stack, NULL);
}

bool ct_modes_remember(int terminal) {
  saved.is_armed = 0;
  saved.terminal = terminal;
  return tcgetattr(terminal, &saved.modes) == 0;
}

void ct_modes_restore(void) { tcsetattr(saved.terminal, TCSADRAIN, &saved.modes); }

void ct_crash_arm(const char *reset, size_t count) {
  saved.is_armed = 0;
  saved.count = count < sizeof saved.reset ? count : sizeof saved.reset;
  memcpy(saved.reset, reset, saved.count);
  saved.is_armed = 1;
  if (crash_handlers_stand) return;
  crash_handlers_stand = true;
  atexit(restore_in_handler);  // a library that calls exit() past us
  ensure_alternate_stack();
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_sigaction = on_crash;
  action.sa_flags = SA_ONSTACK | SA_SIGINFO;
  sigemptyset(&action.sa_mask);
  for (int i = 0; i < CRASHING_COUNT; i++) {
    sigaction(crashing[i], &action, &crashing_before[i]);
  }
}

void ct_crash_disarm(void) { saved.is_armed = 0; }
