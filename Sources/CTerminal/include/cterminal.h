// Plain C functions over ncurses, terminal modes and signals.
//
// ncurses itself (macros, globals, its own `move`, `clear`, `filter`...) is not visible to Swift:
// what the painter needs of it is named here. Signal and crash handlers are in C because a Swift
// global may take a lock when it is first touched.
//
// Functions marked [any thread] may be called from anywhere; all others belong to the one thread
// that opened the terminal.
#ifndef CTERMINAL_H
#define CTERMINAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// MARK: Locale

/// Sets the character type of the locale from the environment. When the environment names no
/// locale, or names a UTF-8 one that this machine lacks, takes C.UTF-8. Numbers keep their point.
/// Returns whether text is UTF-8.
bool ct_locale_set(void);

/// Columns the C library gives a character: 0, 1, 2, or -1 when it cannot be printed here.
int ct_scalar_width(uint32_t scalar);

// MARK: What terminfo says

typedef enum {
  /// The machine's terminfo has no such entry.
  CT_TERMINAL_UNKNOWN,
  /// Known, but the cursor cannot be moved to a place (`dumb`, printing terminals).
  CT_TERMINAL_WITHOUT_ADDRESSING,
  CT_TERMINAL_ADDRESSABLE,
} ct_terminal_kind;

/// Looks a terminal up without opening it. `colors` receives its number of colours, 0 for none.
ct_terminal_kind ct_terminal_probe(const char *name, int *colors);

// MARK: The screen

enum { CT_CELL_SCALARS = 5 };

typedef enum {
  CT_BOLD = 1,
  CT_DIM = 2,
  CT_UNDERLINE = 4,
  CT_REVERSE = 8,
  CT_ITALIC = 16,
} ct_attributes;

/// One printed character with the zero-width ones that ride on it; unused scalars are 0.
typedef struct {
  uint32_t scalars[CT_CELL_SCALARS];
  uint32_t attributes;
  int32_t pair;
} ct_cell;

/// Opens the terminal `name` on two descriptors that the caller has tested: alternate screen,
/// characters at once and without echo, Ctrl-C as a character. False when ncurses refuses.
bool ct_screen_open(const char *name, int input, int output, bool with_colors);
/// Restores the terminal and forgets it.
void ct_screen_close(void);
/// Hands the terminal back to the shell for a while.
void ct_screen_leave(void);
/// Takes it again after `ct_screen_leave`; the next flush repaints everything.
void ct_screen_return(void);

int ct_screen_color_count(void);
int ct_screen_pair_count(void);
/// Defines a colour pair; -1 is the terminal's own colour. False when ncurses refuses.
bool ct_screen_pair_define(int pair, int foreground, int background);
void ct_screen_pairs_forget(void);

/// The string terminfo gives a capability of the open terminal, or NULL.
const char *ct_screen_capability(const char *name);

/// Puts `count` characters from a place on; a wide one takes two columns.
void ct_screen_put(int column, int row, const ct_cell *cells, int count);
void ct_screen_cursor(int column, int row, bool is_visible);
/// Sends what changed, in one write where possible.
void ct_screen_flush(void);
void ct_screen_repaint_all(void);
void ct_screen_resize(int columns, int rows);

/// The terminal's size; false when the descriptor does not say.
bool ct_terminal_size(int descriptor, int *columns, int *rows);
/// Writes all bytes, going on after interruptions; false when the terminal is gone.
bool ct_write_all(int descriptor, const char *bytes, size_t count);

// MARK: Signals

/// A pipe whose ends do not block and are closed in child processes; false with errno set.
bool ct_pipe_make(int *read_end, int *write_end);

/// From now on SIGWINCH, SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGTSTP and SIGCONT write their number
/// as one byte into a pipe. A second SIGTERM, SIGINT, SIGHUP or SIGQUIT that finds the first one
/// unanswered restores the terminal in the handler and ends the program.
void ct_signals_route(int pipe_write_end);
/// The loop has seen a signal. [any thread]
void ct_signal_answered(int signal);
/// Gives back the handlers that were there before.
void ct_signals_unroute(void);
/// Ends the program by a signal's default action. Returns only if the signal is blocked.
void ct_signal_end_by(int signal);
/// Stops the whole process group as Ctrl-Z does; returns when it is continued.
void ct_stop_group(void);

// MARK: Restoring after a crash

/// Keeps the terminal's modes as they are now, before it is opened; false when it has none.
bool ct_modes_remember(int terminal);
void ct_modes_restore(void);

/// What a crash has to undo: `reset` is written to the remembered terminal and its modes are set
/// again. Installs handlers for SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT and SIGTRAP that do so
/// and pass on to those that were there before.
void ct_crash_arm(const char *reset, size_t count);
void ct_crash_disarm(void);

/// Holds back what is written to standard error while the screen is ours; only when standard
/// error is a terminal. `ct_errors_release` (and a crash) shows it.
void ct_errors_hold(void);
/// `log`: where the held text goes, -1 for standard error. Shows at most the last 64 KiB.
void ct_errors_release(int log);

#endif
