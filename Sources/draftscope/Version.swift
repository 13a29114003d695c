/// As `--version` prints it and traces record it.
let programVersion = "0.1.0"
