// Looking a terminal up in terminfo. A file of its own: term.h turns `columns`, `lines` and many
// more words into macros.
#include "cterminal.h"

#include <curses.h>
#include <term.h>
#include <unistd.h>

ct_terminal_kind ct_terminal_probe(const char *name, int *colors) {
  *colors = 0;
  int result = 0;
  // A printing terminal (result 1) is an error too, but set up; a generic one (0) is refused.
  if (setupterm(name, STDOUT_FILENO, &result) == ERR && result != 1) return CT_TERMINAL_UNKNOWN;
  int count = tigetnum("colors");
  if (count > 0) *colors = count;
  const char *address = tigetstr("cup");
  bool is_addressable = address && address != (const char *)-1;
  del_curterm(cur_term);
  return is_addressable ? CT_TERMINAL_ADDRESSABLE : CT_TERMINAL_WITHOUT_ADDRESSING;
}
