using System.Text;
using Pipeline.Problems;
using Pipeline.Tables;

namespace Pipeline.UnitTests.Tables;

public sealed class CsvTableTests
{
    private static readonly ReportFormat Plain = new(IsCsv: true);
    private static readonly ReportFormat French = new(IsCsv: true, ';', Bom: true, DecimalComma: true, French: true);

    [Fact]
    public void Write_EveryKindOfCell_IsReadableAnywhere() => Assert.Equal(
        "text,count,rate,day,at,none\r\n\"a, \"\"b\"\"\",-3,12.50,2026-03-01,2026-03-01T10:00:00Z,\r\n",
        Encoding.UTF8.GetString(CsvTable.Write(Sample("a, \"b\"", -3L, 12.50m), Plain)));

    [Fact]
    public void Write_ForFrenchExcel_HasMarkSemicolonsAndCommas()
    {
        var bytes = CsvTable.Write(Sample("a; é", -3L, -12.50m), French);

        Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
        Assert.Equal(
            "text;nombre;taux;jour;horodatage;none\r\n\"a; é\";-3;-12,50;2026-03-01;2026-03-01T10:00:00Z;\r\n",
            Encoding.UTF8.GetString(bytes[3..]));
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("  =1", "'  =1")]
    [InlineData("\t=1", "'\t'=1")]
    [InlineData("x;=cmd|' /C calc'!A0;y", "x;'=cmd|' /C calc'!A0;y")]
    [InlineData("a,@b\t+c", "a,'@b\t'+c")]
    [InlineData("a, -b", "a, -b")]
    [InlineData("\rx", "'\rx")]
    [InlineData("＝1", "'＝1")]
    [InlineData("\u200b=1", "'\u200b=1")]
    [InlineData("\ufeff \u202e+1", "'\ufeff \u202e+1")]
    [InlineData("\0-1", "'\0-1")]
    [InlineData("a;\u200b@b", "a;\u200b'@b")]
    [InlineData("\u200bspring", "\u200bspring")]
    [InlineData("spring=sale", "spring=sale")]
    [InlineData("(none)", "(none)")]
    [InlineData("", "")]
    public void Harmless_TextThatWouldRun_GetsAnApostrophe(string text, string harmless) => Assert.Equal(harmless, CsvTable.Harmless(text));

    [Fact]
    public void Write_HostileHeaderAndCell_AreBothHarmless() => Assert.Equal(
        "'=a\r\n\"'=HYPERLINK(\"\"x\"\")\"\r\n",
        Encoding.UTF8.GetString(CsvTable.Write(new ReportTable("t", ["=a"], [["=HYPERLINK(\"x\")"]]), Plain)));

    [Fact]
    public void Write_CellOfAnotherType_IsRefused() =>
        Assert.Throws<ArgumentException>(() => CsvTable.Write(new ReportTable("t", ["a"], [[new object()]]), Plain));

    [Fact]
    public void Read_French_IsSemicolonMarkAndComma() => Assert.Equal(French, Read([], "format=csv&excel=fr"));

    [Fact]
    public void Read_Nothing_IsJson() => Assert.Equal(new ReportFormat(IsCsv: false), Read([], string.Empty));

    [Fact]
    public void Read_FrenchWithOwnWishes_FollowsTheWishes() =>
        Assert.Equal(
            new ReportFormat(true, '\t', false, false, true), Read([], "format=CSV&excel=fr&delimiter=tab&bom=false&decimal=point"));

    [Fact]
    public void Read_EverythingWrong_NamesEveryParameter()
    {
        var problems = new List<Problem>();

        Read(problems, "format=xml&excel=de&delimiter=x&bom=1&decimal=dot");

        Assert.Equal(["excel", "format", "delimiter", "bom", "decimal"], problems.Select(problem => problem.Field));
    }

    private static ReportTable Sample(string text, long count, decimal rate) => new(
        "sample",
        ["text", "count", "rate", "day", "at", "none"],
        [[text, count, rate, new DateOnly(2026, 3, 1), new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.FromHours(2)), null]]);

    private static ReportFormat Read(List<Problem> problems, string query)
    {
        var values = query.Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('='))
            .ToDictionary(pair => pair[0], pair => pair[1]);
        return ReportFormat.Read(values.GetValueOrDefault, problems);
    }
}
