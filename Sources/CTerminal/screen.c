// The only file that knows ncurses.
#define _GNU_SOURCE
#define NCURSES_WIDECHAR 1
#include "cterminal.h"

#include <curses.h>
#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

// MARK: Locale

static bool codeset_is_utf8(void) { return strcasecmp(nl_langinfo(CODESET), "UTF-8") == 0; }

// What the environment says about characters: the first of these that is set.
static const char *locale_named(void) {
  const char *names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    const char *value = getenv(names[i]);
    if (value && *value) return value;
  }
  return NULL;
}

bool ct_locale_set(void) {
  const char *named = locale_named();
  bool is_known = setlocale(LC_CTYPE, "") != NULL;
  if (is_known && codeset_is_utf8()) return true;
  bool asks_utf8 = named && (strcasestr(named, "utf-8") || strcasestr(named, "utf8"));
  if ((!named || (!is_known && asks_utf8)) && setlocale(LC_CTYPE, "C.UTF-8")) {
    return codeset_is_utf8();
  }
  return false;
}

int ct_scalar_width(uint32_t scalar) { return wcwidth((wchar_t)scalar); }

// MARK: The screen

static SCREEN *screen = NULL;
static FILE *screen_input = NULL, *screen_output = NULL;

// A stream of our own: closing it must not close the caller's descriptor.
static FILE *stream_on(int descriptor, const char *mode) {
  int copy = dup(descriptor);
  if (copy < 0) return NULL;
  FILE *stream = fdopen(copy, mode);
  if (!stream) close(copy);
  return stream;
}

static void forget_screen(void) {
  if (screen) delscreen(screen);
  if (screen_input) fclose(screen_input);
  if (screen_output) fclose(screen_output);
  screen = NULL;
  screen_input = screen_output = NULL;
}

// Ctrl-C is a key of ours: it stops a run before it ends the program.
static void take_interrupt_key(int descriptor) {
  struct termios modes;
  if (tcgetattr(descriptor, &modes) != 0) return;
  modes.c_cc[VINTR] = _POSIX_VDISABLE;
  tcsetattr(descriptor, TCSADRAIN, &modes);
  def_prog_mode();
}

bool ct_screen_open(const char *name, int input, int output, bool with_colors) {
  if (screen) return false;
  screen_input = stream_on(input, "r");
  screen_output = stream_on(output, "w");
  if (screen_input && screen_output) screen = newterm(name, screen_output, screen_input);
  if (!screen) {
    forget_screen();
    return false;
  }
  noecho();
  cbreak();
  nonl();
  // Keys are read by our own decoder; ncurses must not look at the input, nor cut a frame short
  // because a key is waiting.
  typeahead(-1);
  take_interrupt_key(output);
  if (with_colors && has_colors()) {
    start_color();
    use_default_colors();
  }
  keypad(stdscr, TRUE);  // sends smkx, so that arrows send what terminfo promises
  idlok(stdscr, FALSE);
  scrollok(stdscr, FALSE);
  return true;
}

void ct_screen_close(void) {
  if (!screen) return;
  curs_set(1);
  endwin();
  forget_screen();
}

void ct_screen_leave(void) {
  curs_set(1);
  endwin();
}

void ct_screen_return(void) {
  reset_prog_mode();
  clearok(curscr, TRUE);
}

int ct_screen_color_count(void) { return COLORS; }
int ct_screen_pair_count(void) { return COLOR_PAIRS; }

bool ct_screen_pair_define(int pair, int foreground, int background) {
  return init_extended_pair(pair, foreground, background) == OK;
}

void ct_screen_pairs_forget(void) { reset_color_pairs(); }

const char *ct_screen_capability(const char *name) {
  const char *value = tigetstr(name);
  return value == (const char *)-1 ? NULL : value;
}

static attr_t ncurses_attributes(uint32_t attributes) {
  attr_t all = 0;
  if (attributes & CT_BOLD) all |= WA_BOLD;
  if (attributes & CT_DIM) all |= WA_DIM;
  if (attributes & CT_UNDERLINE) all |= WA_UNDERLINE;
  if (attributes & CT_REVERSE) all |= WA_REVERSE;
  if (attributes & CT_ITALIC) all |= WA_ITALIC;
  return all;
}

void ct_screen_put(int column, int row, const ct_cell *cells, int count) {
  if (wmove(stdscr, row, column) == ERR) return;
  int x = column;
  for (int i = 0; i < count; i++) {
    wchar_t text[CT_CELL_SCALARS + 1] = {0};
    for (int k = 0; k < CT_CELL_SCALARS; k++) text[k] = (wchar_t)cells[i].scalars[k];
    cchar_t made;
    int pair = cells[i].pair;
    if (setcchar(&made, text, ncurses_attributes(cells[i].attributes), 0, &pair) == ERR) continue;
    mvwadd_wchnstr(stdscr, row, x, &made, 1);
    int width = wcwidth(text[0]);
    x += width > 1 ? width : 1;
  }
}

void ct_screen_cursor(int column, int row, bool is_visible) {
  curs_set(is_visible ? 1 : 0);
  wmove(stdscr, row, column);
}

void ct_screen_flush(void) {
  wnoutrefresh(stdscr);
  doupdate();
}

void ct_screen_repaint_all(void) { clearok(curscr, TRUE); }

void ct_screen_resize(int columns, int rows) {
  resizeterm(rows, columns);
  werase(stdscr);
  clearok(curscr, TRUE);
}

bool ct_terminal_size(int descriptor, int *columns, int *rows) {
  struct winsize size;
  if (ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) {
    return false;
  }
  *columns = size.ws_col;
  *rows = size.ws_row;
  return true;
}

bool ct_write_all(int descriptor, const char *bytes, size_t count) {
  while (count > 0) {
    ssize_t written = write(descriptor, bytes, count);
    if (written < 0) {
      if (errno == EINTR) continue;
      if (errno != EAGAIN) return false;
      struct pollfd wait = {.fd = descriptor, .events = POLLOUT};
      if (poll(&wait, 1, 1000) <= 0) return false;
      continue;
    }
    bytes += written;
    count -= (size_t)written;
  }
  return true;
}
