using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using System.Xml;
using ExcelDataReader;
using ExcelDataReader.Exceptions;
using Pipeline.Problems;
using Pipeline.Text;

namespace Pipeline.Imports.Reading;

/// <summary>
/// The rows of the first sheet of a workbook. What it unpacks to is bounded before anything is unpacked: ten times the longest upload, and
/// no part of it a hundred times as long as it is packed.
/// </summary>
internal sealed class SheetGrid : IDisposable
{
    private const int MaxGrowth = 10;
    private const int MaxRatio = 100;
    private const int SmallPart = 1_048_576;
    private const int MaxParts = 1_000;

    // Rows that Excel can show; the library gives every row up to the last, empty ones too.
    private const int MaxNumber = 1_048_576;

    private readonly IExcelDataReader _reader;

    // The library asks for this page when it starts, though it reads it in old workbooks alone.
    static SheetGrid() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    private SheetGrid(IExcelDataReader reader) => _reader = reader;

    /// <summary>Name of the sheet.</summary>
    public string Name => TextBounds.Clean(_reader.Name, 100) ?? "";

    /// <summary>True for what only a workbook, or another archive, begins with.</summary>
    /// <param name="body">Bytes of an upload.</param>
    public static bool IsBinary(ReadOnlySpan<byte> body) =>
        body.StartsWith("PK\u0003\u0004"u8) || body.StartsWith("PK\u0005\u0006"u8) || IsOld(body);

    /// <summary>Opens the first sheet.</summary>
    /// <param name="body">Bytes of an upload.</param>
    /// <param name="maxBodyBytes">Longest upload.</param>
    /// <param name="problems">Receives why not.</param>
    /// <returns>Null when it is refused.</returns>
    public static SheetGrid? Open(ReadOnlyMemory<byte> body, int maxBodyBytes, List<Problem> problems)
    {
        if (IsOld(body.Span))
        {
            problems.Add(new Problem(
                Problem.Malformed,
                "",
                "This is a workbook of the old form (.xls), or one with a password; save it as .xlsx without one, or as \"CSV UTF-8\"."));
            return null;
        }

        var found = problems.Count;
        try
        {
            CheckParts(body, (long)maxBodyBytes * MaxGrowth, problems);
            return problems.Count > found ? null
                : new SheetGrid(ExcelReaderFactory.CreateOpenXmlReader(StreamOf(body), new ExcelReaderConfiguration { LeaveOpen = false }));
        }
        catch (Exception fault) when (IsOfContent(fault))
        {
            problems.Add(Unreadable());
            return null;
        }
    }

    /// <summary>Rows with something in them, numbered as Excel does.</summary>
    public IEnumerable<GridRow> Rows()
    {
        if (_reader.FieldCount > ImportLimits.MaxColumns)
        {
            yield return GridRow.Refused(1, ImportLimits.TooManyColumns(1, _reader.FieldCount));
            yield break;
        }

        for (var number = 1; ; number++)
        {
            if (Next(out var cells) is not { } isRow)
            {
                yield return GridRow.Refused(number, Unreadable());
                yield break;
            }

            if (!isRow || number > MaxNumber)
            {
                yield break;
            }

            if (!Array.TrueForAll(cells, cell => cell.IsBlank))
            {
                yield return new GridRow(number, cells);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    private static bool IsOld(ReadOnlySpan<byte> body) => body.StartsWith([(byte)0xD0, (byte)0xCF, (byte)0x11, (byte)0xE0]);

    private static void CheckParts(ReadOnlyMemory<byte> body, long most, List<Problem> problems)
    {
        using var archive = new ZipArchive(StreamOf(body), ZipArchiveMode.Read);
        if (archive.Entries.Count > MaxParts)
        {
            problems.Add(TooLarge($"has {archive.Entries.Count} parts, at most {MaxParts} are taken"));
        }
        else if (!archive.Entries.Any(part => string.Equals(part.FullName, "xl/workbook.xml", StringComparison.OrdinalIgnoreCase)))
        {
            problems.Add(new Problem(
                Problem.Malformed, "", "This is an archive without a workbook (.xlsx) in it; unpack it and send the file itself."));
        }
        else if (archive.Entries.Sum(part => part.Length) is var length && length > most)
        {
            problems.Add(TooLarge($"unpacks to {length} bytes, at most {most} are taken"));
        }
        else if (archive.Entries.FirstOrDefault(part => part.Length > SmallPart
            && part.Length / MaxRatio > part.CompressedLength) is { } bomb)
        {
            problems.Add(
                TooLarge($"has a part ({TextBounds.Clean(bomb.FullName, 40)}) that unpacks to more than {MaxRatio} times its length"));
        }
    }

    private static Problem TooLarge(FormattableString what) =>
        new(Problem.TooLarge, "", $"The workbook {what.ToString(CultureInfo.InvariantCulture)}; send its first sheet alone, or as CSV.");

    private static Problem Unreadable() =>
        new(Problem.Malformed, "", "The workbook is damaged, or its first sheet holds something that no program writes; save it again as "
            + ".xlsx, or as \"CSV UTF-8\".");

    // What the library throws at content that it does not understand; it has no exception of its own for most.
    private static bool IsOfContent(Exception fault) => fault is ExcelReaderException or InvalidDataException or XmlException or IOException
        or FormatException or OverflowException or ArgumentException or InvalidOperationException or NullReferenceException
        or IndexOutOfRangeException or KeyNotFoundException or NotSupportedException or InvalidCastException;

    private static MemoryStream StreamOf(ReadOnlyMemory<byte> body) =>
        MemoryMarshal.TryGetArray(body, out var segment) && segment.Array is { } array
            ? new MemoryStream(array, segment.Offset, segment.Count, writable: false)
            : new MemoryStream(body.ToArray(), writable: false);

    // True for a row, false at the end, null for one that cannot be read.
    private bool? Next(out ImportCell[] cells)
    {
        cells = [];
        try
        {
            if (!_reader.Read())
            {
                return false;
            }

            cells = new ImportCell[_reader.FieldCount];
            for (var i = 0; i < cells.Length; i++)
            {
                cells[i] = CellOf(_reader.GetValue(i));
            }

            return true;
        }
        catch (Exception fault) when (IsOfContent(fault))
        {
            return null;
        }
    }

    private static ImportCell CellOf(object? value) => value switch
    {
        null => new ImportCell(""),
        string text => new ImportCell(text),
        DateTime date => DateOf(ToSecond(date)),
        double number => new ImportCell(TextOf(number), IsNumber: double.IsFinite(number)),
        int number => new ImportCell(number.ToString(CultureInfo.InvariantCulture), IsNumber: true),
        bool flag => new ImportCell(flag ? "true" : "false"),
        IFormattable other => new ImportCell(other.ToString(null, CultureInfo.InvariantCulture)),
        _ => new ImportCell(value.ToString() ?? ""),
    };

    private static ImportCell DateOf(DateTime date) => new(
        date.ToString(date.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), Date: date);

    // Days are stored as fractions: 9:30 comes as 9:29:59.9999.
    private static DateTime ToSecond(DateTime date) =>
        new((date.Ticks + (TimeSpan.TicksPerSecond / 2)) / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond);

    // Fifteen digits, as Excel has them, and never an exponent: 12345678901 may be a deal, 0.30000000000000004 is 0.3.
    private static string TextOf(double number) => Math.Abs(number) < 1e15
        ? ((decimal)number).ToString("0.###############", CultureInfo.InvariantCulture)
        : number.ToString("R", CultureInfo.InvariantCulture);
}
