namespace Pipeline.Imports;

// A value of a row. A number of JSON or of a workbook is no text that some culture wrote, so it needs no decimal mark; a date of a workbook
// needs no form.
internal readonly record struct ImportCell(string Text, bool IsNumber = false, DateTime? Date = null)
{
    public bool IsBlank => string.IsNullOrWhiteSpace(Text);
}
