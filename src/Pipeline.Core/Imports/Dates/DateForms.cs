using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Pipeline.Problems;
using Pipeline.Time;

namespace Pipeline.Imports.Dates;

/// <summary>
/// Forms in which an upload writes dates. ISO 8601 (2026-03-31, 2026-03-31T10:00, 2026-03-31T10:00:00Z) is the default; other forms are
/// declared, or inferred when exactly one reads a whole column: a text that two declared forms read differently is an error.
/// </summary>
public sealed class DateForms
{
    /// <summary>The form of dates as Excel counts them: days since 1899-12-30, as in 46095.5.</summary>
    public const string Excel = "excel";

    /// <summary>The form of moments as Unix counts them: seconds since 1970-01-01 UTC.</summary>
    public const string Epoch = "epoch";

    /// <summary>The form of moments in milliseconds since 1970-01-01 UTC.</summary>
    public const string EpochMilliseconds = "epoch-ms";

    private const int MaxForms = 20;
    private const int MaxLength = 40;
    private const double LastSerial = 109_574;

    private static readonly DateTimeOffset Earliest = new(1970, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Latest = new(2200, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly string[] IsoDays = ["yyyy-MM-dd"];
    private static readonly string[] IsoLocal =
        [
            "yyyy-MM-ddTHH:mm",
            "yyyy-MM-ddTHH:mm:ss",
            "yyyy-MM-ddTHH:mm:ss.FFFFFFF",
            "yyyy-MM-dd HH:mm",
            "yyyy-MM-dd HH:mm:ss",
            "yyyy-MM-dd HH:mm:ss.FFFFFFF",
        ];

    private static readonly string[] IsoOffset =
    [
        "yyyy-MM-ddTHH:mmzzz", "yyyy-MM-ddTHH:mm:sszzz", "yyyy-MM-ddTHH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd HH:mmzzz", "yyyy-MM-dd HH:mm:sszzz",
        "yyyy-MM-dd HH:mm:ss zzz",
    ];

    private readonly string[] _days;
    private readonly string[] _times;
    private readonly string[] _counts;

    private DateForms(string text, string[] days, string[] times, string[] counts, bool isIso) =>
        (Text, _days, _times, _counts, IsIso) = (text, days, times, counts, isIso);

    /// <summary>ISO 8601 alone.</summary>
    public static DateForms Iso { get; } = new("", IsoDays, IsoLocal, [], isIso: true);

    /// <summary>The forms without an offset that ISO 8601 reads, as an upload declares them.</summary>
    internal static IReadOnlyList<string> IsoForms { get; } =
    [
        "yyyy-MM-dd", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-ddTHH:mm:ss"
    ];

    /// <summary>True when nothing but ISO 8601 is read.</summary>
    public bool IsIso { get; }

    /// <summary>The forms as an upload declares them, between <c>|</c>; empty for ISO 8601.</summary>
    public string Text { get; }

    /// <summary>Reads declared forms, for example <c>dd/MM/yyyy|dd/MM/yyyy HH:mm</c>.</summary>
    /// <param name="text">
    /// Forms between <c>|</c>, each of yyyy or yy, MM or M, or MMM for a name, dd or d, and HH or H, or hh or h with tt, mm, ss, between
    /// <c>/ - . : T ,</c> and spaces; or <see cref="Excel"/>, <see cref="Epoch"/>, <see cref="EpochMilliseconds"/>.
    /// </param>
    /// <param name="problems">Receives every fault.</param>
    public static DateForms Read(string text, List<Problem> problems)
    {
        var forms = text.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var good = forms.Length is > 0 and <= MaxForms;
        foreach (var form in forms)
        {
            good &= form.Length <= MaxLength && (IsCount(form) || DateFormText.IsForm(form));
        }

        if (!good)
        {
            problems.Add(new Problem(
                Problem.Invalid,
                "dates",
                $"must name 1 to {MaxForms} forms between |, each of yyyy or yy, MM or MMM, dd and, for a time, HH or hh with tt, mm, ss; "
                + "or excel, epoch, epoch-ms; for example dd/MM/yyyy|dd/MM/yyyy HH:mm or MMM d, yyyy."));
            return Iso;
        }

        return Of(forms);
    }

    /// <summary>Reads a date or a moment.</summary>
    /// <param name="text">Text of a cell.</param>
    /// <param name="zone">Time zone of what has no offset.</param>
    /// <param name="moment">The moment; a day without a time means its end.</param>
    /// <param name="problem">Why not, and what to do.</param>
    public bool TryParse(string text, TimeZoneInfo zone, out ImportMoment moment, [NotNullWhen(false)] out string? problem)
    {
        moment = default;
        var trimmed = DateWords.Normalize(text.Trim());
        var found = new HashSet<DateTime>();
        var isDay = AddMatches(trimmed, _days, found);
        AddMatches(trimmed, _times, found);
        var counted = Counted(trimmed).ToList();
        if (found.Count + counted.Count > 1)
        {
            problem = $"'{Shorten(trimmed)}' is read differently by the declared forms; declare one of them, declare yyyy-MM-dd and "
                + "write that, or write a time with an offset, as in 2026-03-31T10:00:00+02:00.";
            return false;
        }

        if (counted is [var (value, kind)])
        {
            return kind == DateTimeKind.Utc
                ? TryMoment(value, zone, out moment, out problem)
                : TryValue(value.DateTime, trimmed, zone, out moment, out problem);
        }

        if (found.Count == 0)
        {
            return TryIsoOffset(trimmed, zone, out moment, out problem);
        }

        return isDay
            ? TryDay(found.Single(), zone, out moment, out problem)
            : TryLocal(found.Single(), trimmed, zone, out moment, out problem);
    }

    /// <summary>Reads a date that a workbook holds as such: midnight is a day without a time.</summary>
    /// <param name="value">Local date and time.</param>
    /// <param name="text">The same as text, for problems.</param>
    /// <param name="zone">Time zone.</param>
    /// <param name="moment">The moment; a day without a time means its end.</param>
    /// <param name="problem">Why not, and what to do.</param>
    internal static bool TryValue(
        DateTime value, string text, TimeZoneInfo zone, out ImportMoment moment, [NotNullWhen(false)] out string? problem) =>
        value.TimeOfDay == TimeSpan.Zero
            ? TryDay(value, zone, out moment, out problem)
            : TryLocal(value, text, zone, out moment, out problem);

    internal static DateForms Of(IReadOnlyList<string> forms)
    {
        var escaped = forms.Where(form => !IsCount(form)).Select(DateFormText.Escape).Distinct(StringComparer.Ordinal).ToList();
        return new DateForms(
            string.Join('|', forms),
            [.. escaped.Where(form => !DateFormText.HasTime(form))],
            [.. escaped.Where(DateFormText.HasTime)],
            [.. forms.Where(IsCount)],
            isIso: false);
    }

    private static bool IsCount(string form) => form is Excel or Epoch or EpochMilliseconds;

    // A number that counts days or seconds; of days local, of seconds UTC.
    private IEnumerable<(DateTimeOffset Value, DateTimeKind Kind)> Counted(string text)
    {
        if (_counts.Length == 0 || !decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            yield break;
        }

        foreach (var form in _counts)
        {
            if (form == Excel && number is >= 1 && (double)number < LastSerial)
            {
                // To the second, as Excel shows it: 46095.4 is no whole number of ticks.
                var value = DateTime.FromOADate((double)number);
                var rounded =
                    new DateTime((value.Ticks + (TimeSpan.TicksPerSecond / 2)) / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond);
                yield return (new DateTimeOffset(rounded, TimeSpan.Zero), DateTimeKind.Local);
            }
            else if (form == Epoch && number < Latest.ToUnixTimeSeconds())
            {
                yield return (DateTimeOffset.FromUnixTimeMilliseconds((long)(number * 1_000)), DateTimeKind.Utc);
            }
            else if (form == EpochMilliseconds && number < Latest.ToUnixTimeMilliseconds())
            {
                yield return (DateTimeOffset.FromUnixTimeMilliseconds((long)number), DateTimeKind.Utc);
            }
        }
    }

    private static bool AddMatches(string text, string[] forms, HashSet<DateTime> found)
    {
        var any = false;
        foreach (var form in forms)
        {
            if (DateTime.TryParseExact(text, form, CultureInfo.InvariantCulture, DateTimeStyles.None, out var value))
            {
                found.Add(value);
                any = true;
            }
        }

        return any;
    }

    private static bool TryDay(DateTime value, TimeZoneInfo zone, out ImportMoment moment, [NotNullWhen(false)] out string? problem)
    {
        moment = default;
        var day = DateOnly.FromDateTime(value);
        if (day.Year < Earliest.Year || day.Year >= Latest.Year)
        {
            problem = $"must be a date from {Earliest.Year} to {Latest.Year - 1}.";
            return false;
        }

        (moment, problem) = (new ImportMoment(LocalCalendar.LastMomentOf(day, zone), day, HasTime: false), null);
        return true;
    }

    private static bool TryLocal(
        DateTime value, string text, TimeZoneInfo zone, out ImportMoment moment, [NotNullWhen(false)] out string? problem)
    {
        moment = default;
        if (value.Year < Earliest.Year || value.Year >= Latest.Year)
        {
            problem = $"must be a date from {Earliest.Year} to {Latest.Year - 1}.";
            return false;
        }

        if (zone.IsInvalidTime(value) || zone.IsAmbiguousTime(value))
        {
            problem = $"'{Shorten(text)}' does not exist, or exists twice, in {zone.Id} (the clocks change); write it with an offset, as "
                + "in 2026-03-31T10:00:00+02:00.";
            return false;
        }

        return TryMoment(new DateTimeOffset(value, zone.GetUtcOffset(value)), zone, out moment, out problem);
    }

    private bool TryIsoOffset(string text, TimeZoneInfo zone, out ImportMoment moment, [NotNullWhen(false)] out string? problem)
    {
        var withOffset = text.EndsWith('Z') ? text[..^1] + "+00:00"
            : text.EndsWith(" UTC", StringComparison.Ordinal) || text.EndsWith(" GMT", StringComparison.Ordinal) ? text[..^4] + "+00:00"
            : text;
        if (withOffset.Length <= MaxLength
            && DateTimeOffset.TryParseExact(withOffset, IsoOffset, CultureInfo.InvariantCulture, DateTimeStyles.None, out var value))
        {
            return TryMoment(value, zone, out moment, out problem);
        }

        moment = default;
        problem = IsIso
            ? $"'{Shorten(text)}' is no date of the form yyyy-MM-dd; write it so, or declare the forms of the upload, as in "
                + "dates=dd/MM/yyyy."
            : $"'{Shorten(text)}' is no date of the declared forms; correct it, or declare its form too.";
        return false;
    }

    private static bool TryMoment(
        DateTimeOffset value, TimeZoneInfo zone, out ImportMoment moment, [NotNullWhen(false)] out string? problem)
    {
        moment = default;
        if (value < Earliest || value >= Latest)
        {
            problem = $"must be a date from {Earliest.Year} to {Latest.Year - 1}.";
            return false;
        }

        // Milliseconds, as captured events have them.
        var at = DateTimeOffset.FromUnixTimeMilliseconds(value.ToUnixTimeMilliseconds());
        (moment, problem) = (new ImportMoment(at, LocalCalendar.DayOf(at, zone), HasTime: true), null);
        return true;
    }

    private static string Shorten(string text) => text.Length <= MaxLength ? text : text[..MaxLength] + "…";
}
