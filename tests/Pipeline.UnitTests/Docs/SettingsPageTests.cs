using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Settings;
using Pipeline.Testing.Docs;
using Pipeline.UnitTests.Settings;

namespace Pipeline.UnitTests.Docs;

/// <summary>The page of settings says of every option what the class of options says: its name, its range, its default.</summary>
public sealed class SettingsPageTests
{
    private const string None = "none";

    public static TheoryData<string> Names { get; } = [.. Options().Select(option => option.Name)];

    private static IReadOnlyDictionary<string, IReadOnlyList<string>> Told { get; } = MarkdownPage.Read("docs/settings.md").Rows()
        .Select(row => (Name: MarkdownPage.Marked(row[0])[0], Row: row))
        .Where(item => item.Name.StartsWith("Pipeline:", StringComparison.Ordinal))
        .ToDictionary(item => item.Name, item => item.Row, StringComparer.Ordinal);

    [Fact]
    public void Page_ListsExactlyTheOptions() => Assert.Equal(
        Options().Select(option => option.Name).Order(StringComparer.Ordinal), Told.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public void Row_TellsUnitRangeDefaultAndMeaning(string name)
    {
        var (_, property, value) = Options().Single(option => option.Name == name);
        var row = Told[name];

        Assert.Equal(4, row.Count);
        Assert.All(row, Assert.NotEmpty);
        Assert.Equal(DefaultOf(property.PropertyType, value), row[2].Trim('`'));
        if (property.GetCustomAttribute<RangeAttribute>() is { } range)
        {
            Assert.Contains(Bound(range.OperandType, range.Minimum), row[1], StringComparison.Ordinal);
            Assert.Contains(Bound(range.OperandType, range.Maximum), row[1], StringComparison.Ordinal);
        }
        else if (property.PropertyType.IsEnum)
        {
            Assert.Equal(Enum.GetNames(property.PropertyType).Select(item => item.ToLowerInvariant()), MarkdownPage.Marked(row[1]));
        }
    }

    private static IReadOnlyList<(string Name, PropertyInfo Property, object? Default)> Options()
    {
        using var services = Composition.Of();
        return
        [
            .. from grouped in services.GetServices<SettingsGroup>()
               from property in Properties(grouped.Options)
               from option in Expand($"{grouped.Section}:{property.Name}", property, Activator.CreateInstance(grouped.Options)!)
               select option,
        ];
    }

    // A list is set entry by entry, and a class member by member.
    private static IEnumerable<(string Name, PropertyInfo Property, object? Default)> Expand(
        string name, PropertyInfo property, object owner)
    {
        var type = property.PropertyType;
        var value = property.GetValue(owner);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Dictionary<,>))
        {
            var item = type.GetGenericArguments()[1];
            return item == typeof(string)
                ? [(name + ":{name}", property, null)]
                : Properties(item).SelectMany(member => Expand($"{name}:{{name}}:{member.Name}", member, Activator.CreateInstance(item)!));
        }

        if (type.IsArray)
        {
            return [(name + ":{n}", property, null)];
        }

        return type == typeof(string) || type.IsValueType
            ? [(name, property, value)]
            : Properties(type).SelectMany(member => Expand($"{name}:{member.Name}", member, value!));
    }

    private static IEnumerable<PropertyInfo> Properties(Type type) =>
        type.GetProperties().Where(property => property.SetMethod?.IsPublic == true);

    private static string DefaultOf(Type type, object? value) => value switch
    {
        null or "" => None,
        bool flag => flag ? "true" : "false",
        int number => number.ToString("N0", CultureInfo.InvariantCulture),
        _ when type.IsEnum => value.ToString()!.ToLowerInvariant(),
        TimeSpan span => span.ToString("c", CultureInfo.InvariantCulture),
        IEnumerable and not string => None,
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Bound(Type type, object bound) => type == typeof(TimeSpan)
        ? Words(TimeSpan.Parse((string)bound, CultureInfo.InvariantCulture))
        : bound is int number ? number.ToString("N0", CultureInfo.InvariantCulture)
        : Convert.ToString(bound, CultureInfo.InvariantCulture)!;

    // As people write it: 0, 100 ms, 2 s, 1 minute, 1 hour, 7 days.
    private static string Words(TimeSpan span) =>
        span == TimeSpan.Zero ? "0"
        : span.Ticks % TimeSpan.TicksPerDay == 0 ? Count(span.TotalDays, "day")
        : span.Ticks % TimeSpan.TicksPerHour == 0 ? Count(span.TotalHours, "hour")
        : span.Ticks % TimeSpan.TicksPerMinute == 0 ? Count(span.TotalMinutes, "minute")
        : span.Ticks % TimeSpan.TicksPerSecond == 0 ? $"{span.TotalSeconds} s"
        : $"{span.TotalMilliseconds} ms";

    private static string Count(double number, string unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{number} {unit}{(number == 1 ? "" : "s")}");
}
