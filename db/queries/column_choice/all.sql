SELECT headings, columns FROM column_choice
