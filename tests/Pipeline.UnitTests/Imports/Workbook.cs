using System.Globalization;
using System.IO.Compression;
using System.Security;
using System.Text;

namespace Pipeline.UnitTests.Imports;

// A workbook as small as they come: sheets of texts, numbers and dates.
internal static class Workbook
{
    public static byte[] Of(params object?[][] rows) => Of(("Export", rows));

    public static byte[] Of(params (string Name, object?[][] Rows)[] sheets) => Pack(
    [
        .. Frame([.. sheets.Select(sheet => sheet.Name)]),
        .. sheets.Select((sheet, i) => ($"xl/worksheets/sheet{i + 1}.xml", Sheet(sheet.Rows))),
    ]);

    public static byte[] OfSheet(string xml) => Pack([.. Frame(["Export"]), ("xl/worksheets/sheet1.xml", xml)]);

    public static byte[] Pack(IEnumerable<(string Name, string Text)> parts)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in parts)
            {
                using var part = archive.CreateEntry(name).Open();
                part.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return bytes.ToArray();
    }

    public static string Sheet(string data) =>
        $"""<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{data}</sheetData></worksheet>""";

    private static string Sheet(object?[][] rows) => Sheet(string.Concat(rows.Select((row, i) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"<row r=\"{i + 1}\">{string.Concat(row.Select((cell, j) => Cell(cell, $"{(char)('A' + j)}{i + 1}")))}</row>"))));

    private static string Cell(object? value, string place) => value switch
    {
        null => "",
        string text => $"<c r=\"{place}\" t=\"inlineStr\"><is><t>{SecurityElement.Escape(text)}</t></is></c>",
        DateTime date =>
            $"<c r=\"{place}\" s=\"{(date.TimeOfDay == TimeSpan.Zero ? 1 : 2)}\"><v>{date.ToOADate().ToString("R", CultureInfo.InvariantCulture)}</v></c>",
        bool flag => $"<c r=\"{place}\" t=\"b\"><v>{(flag ? 1 : 0)}</v></c>",
        _ => $"<c r=\"{place}\"><v>{Convert.ToString(value, CultureInfo.InvariantCulture)}</v></c>",
    };

    private static IEnumerable<(string Name, string Text)> Frame(IReadOnlyList<string> sheets)
    {
        const string Rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        yield return ("[Content_Types].xml", """<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>""");
        yield return ("xl/workbook.xml",
            $"""<?xml version="1.0" encoding="UTF-8"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{Rel}"><sheets>"""
            + string.Concat(sheets.Select((name, i) => $"<sheet name=\"{name}\" sheetId=\"{i + 1}\" r:id=\"rId{i + 1}\"/>"))
            + "</sheets></workbook>");
        yield return ("xl/_rels/workbook.xml.rels",
            """<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">"""
            + string.Concat(sheets.Select(
                (_, i) => $"<Relationship Id=\"rId{i + 1}\" Type=\"{Rel}/worksheet\" Target=\"worksheets/sheet{i + 1}.xml\"/>"))
            + $"<Relationship Id=\"rIdS\" Type=\"{Rel}/styles\" Target=\"styles.xml\"/></Relationships>");
        yield return ("xl/styles.xml",
            """
            <?xml version="1.0" encoding="UTF-8"?><styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellStyleXfs count="1"><xf numFmtId="0"/></cellStyleXfs>
            <cellXfs count="3"><xf numFmtId="0" xfId="0"/><xf numFmtId="14" xfId="0" applyNumberFormat="1"/><xf numFmtId="22" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>
            """);
    }
}
