/// Mustache templates of the pages, one to a file. They are code so that the program is a single file.
enum Templates {}
