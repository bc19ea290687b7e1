using System.Globalization;
using Pipeline.Imports.Dates;
using Pipeline.Problems;

namespace Pipeline.UnitTests.Imports.Dates;

public sealed class DateFormsTests
{
    private static readonly TimeZoneInfo Paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    [Theory]
    [InlineData("2026-03-28", "2026-03-28T22:59:59.9999999Z", false)]
    [InlineData("2026-03-29", "2026-03-29T21:59:59.9999999Z", false)]
    [InlineData("2026-03-29T10:00", "2026-03-29T08:00:00Z", true)]
    [InlineData("2026-03-29 10:00:01", "2026-03-29T08:00:01Z", true)]
    [InlineData("2026-03-29T10:00:00Z", "2026-03-29T10:00:00Z", true)]
    [InlineData("2026-03-29T10:00:00.1239-05:00", "2026-03-29T15:00:00.123Z", true)]
    [InlineData("2026-10-25T02:30:00+01:00", "2026-10-25T01:30:00Z", true)]
    public void Iso_IsReadWithoutBeingDeclared(string text, string at, bool hasTime)
    {
        Assert.True(DateForms.Iso.TryParse(text, Paris, out var moment, out var problem), problem);
        Assert.Equal(DateTimeOffset.Parse(at, CultureInfo.InvariantCulture), moment.At);
        Assert.Equal(hasTime, moment.HasTime);
    }

    [Theory]
    [InlineData("31/03/2026")]
    [InlineData("03-04-2026")]
    [InlineData("2026-02-29")]
    [InlineData("2026-13-01")]
    [InlineData("46112")]
    [InlineData("1969-12-31")]
    [InlineData("2200-01-01")]
    [InlineData("0001-01-01T00:00:00")]
    [InlineData("9999-12-31 23:59:59")]
    [InlineData("0001-01-01T00:00:00+02:00")]
    [InlineData("2026-03-29T02:30")]
    [InlineData("2026-10-25T02:30")]
    [InlineData("")]
    public void OtherForms_AreNeverGuessed(string text) => Assert.False(DateForms.Iso.TryParse(text, Paris, out _, out _));

    [Theory]
    [InlineData("dd/MM/yyyy", "03/04/2026", "2026-04-03")]
    [InlineData("MM/dd/yyyy", "03/04/2026", "2026-03-04")]
    [InlineData("d.M.yyyy", "3.4.2026", "2026-04-03")]
    [InlineData("dd/MM/yyyy HH:mm", "03/04/2026 10:15", "2026-04-03")]
    [InlineData("dd/MM/yyyy|MM/dd/yyyy", "31/03/2026", "2026-03-31")]
    [InlineData("dd/MM/yyyy|MM/dd/yyyy", "03/03/2026", "2026-03-03")]
    public void DeclaredForms_AreRead(string forms, string text, string day)
    {
        Assert.True(Declared(forms).TryParse(text, Paris, out var moment, out var problem), problem);
        Assert.Equal(DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture), moment.Day);
    }

    [Theory]
    [InlineData("dd/MM/yyyy|MM/dd/yyyy", "03/04/2026")]
    [InlineData("dd/MM/yyyy", "2026-04-03")]
    [InlineData("dd/MM/yyyy", "03-04-2026")]
    public void DeclaredForms_ThatDisagreeOrDoNotFit_AreAnError(string forms, string text) =>
        Assert.False(Declared(forms).TryParse(text, Paris, out _, out _));

    [Theory]
    [InlineData("dd/MM/yyy")]
    [InlineData("dd/MM/yyyy hh:mm")]
    [InlineData("dd/MM/yyyy HH:mm tt")]
    [InlineData("dd/MM")]
    [InlineData("dd/mm/yyyy")]
    [InlineData("yyyy-MM-dd HH")]
    [InlineData("yyyy-MM-dd'x'")]
    [InlineData("yyyy-MMMMM-dd")]
    [InlineData("|")]
    public void Forms_ThatCannotTellADate_AreRefused(string forms)
    {
        var problems = new List<Problem>();

        DateForms.Read(forms, problems);

        Assert.Equal("dates", Assert.Single(problems).Field);
    }

    private static DateForms Declared(string forms)
    {
        var problems = new List<Problem>();
        var read = DateForms.Read(forms, problems);
        Assert.Empty(problems);
        return read;
    }
}
