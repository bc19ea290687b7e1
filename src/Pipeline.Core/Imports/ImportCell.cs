namespace Pipeline.Imports;

// A value of a row. A JSON number is no text that some culture wrote, so it needs no decimal mark.
internal readonly record struct ImportCell(string Text, bool IsNumber = false);
