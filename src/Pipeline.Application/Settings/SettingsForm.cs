using System.ComponentModel;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Pipeline.Text;

namespace Pipeline.Settings;

/// <summary>
/// Compares the settings under <c>Pipeline</c> with the classes of options that read them: names that nothing reads, and values that are
/// not of their type. The binder passes over the former and stops at the first of the latter.
/// </summary>
internal static class SettingsForm
{
    public static List<SettingsFault> Find(IConfiguration configuration, IReadOnlyCollection<SettingsGroup> groups)
    {
        var faults = new List<SettingsFault>();
        foreach (var root in groups.Select(group => Segments(group.Section)[0]).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            FindIn(configuration.GetSection(root), groups, faults);
        }

        return faults;
    }

    private static void FindIn(IConfigurationSection section, IReadOnlyCollection<SettingsGroup> groups, List<SettingsFault> faults)
    {
        var here = groups.Where(group => group.Section.Equals(section.Path, StringComparison.OrdinalIgnoreCase)).ToList();
        foreach (var child in section.GetChildren())
        {
            var owners = here.Where(group => Member(group.Options, child.Key) is not null).ToList();
            var isSection = groups.Any(group => IsAtOrBelow(group.Section, child.Path));
            owners.ForEach(group => Check(child, Member(group.Options, child.Key)!.PropertyType, group.Options, faults));
            if (isSection)
            {
                FindIn(child, groups, faults);
            }
            else if (owners.Count == 0)
            {
                // A name directly under the root can be meant for any group.
                var owner = section.Path.Contains(':', StringComparison.Ordinal) ? here.FirstOrDefault()?.Options : null;
                faults.Add(Unknown(child, KnownIn(section.Path, groups), groups, owner));
            }
        }
    }

    private static void Check(IConfigurationSection setting, Type type, Type options, List<SettingsFault> faults)
    {
        var isWritten = !string.IsNullOrEmpty(setting.Value);
        if (ItemOf(type, typeof(IDictionary<,>), 1) is { } named)
        {
            CheckEntries(setting, named, "name", isWritten, options, faults);
        }
        else if (type != typeof(string) && ItemOf(type, typeof(IEnumerable<>), 0) is { } item)
        {
            CheckEntries(setting, item, "0", isWritten, options, faults);
        }
        else if (IsValue(type))
        {
            CheckValue(setting, type, options, faults);
        }
        else
        {
            CheckMembers(setting, type, isWritten, options, faults);
        }
    }

    private static void CheckEntries(
        IConfigurationSection setting, Type type, string example, bool isWritten, Type options, List<SettingsFault> faults)
    {
        if (isWritten)
        {
            faults.Add(Unreadable(setting, $"has entries and no value of its own. Write {setting.Path}:{example}.", options));
        }

        foreach (var entry in setting.GetChildren())
        {
            Check(entry, type, options, faults);
        }
    }

    private static void CheckValue(IConfigurationSection setting, Type type, Type options, List<SettingsFault> faults)
    {
        foreach (var child in setting.GetChildren())
        {
            faults.Add(new SettingsFault
            {
                Path = child.Path,
                Text = $"{child.Path} is not known: {setting.Path} is one value. Did you mean {setting.Path}?",
                IsUnknown = true,
                Options = options,
            });
        }

        try
        {
            _ = setting.Get(type);
        }
        catch (InvalidOperationException)
        {
            faults.Add(Unreadable(setting, $"'{setting.Value}' is {Expected(Nullable.GetUnderlyingType(type) ?? type)}.", options));
        }
    }

    private static void CheckMembers(IConfigurationSection setting, Type type, bool isWritten, Type options, List<SettingsFault> faults)
    {
        if (isWritten)
        {
            faults.Add(Unreadable(
                setting, $"has settings below it and no value of its own. Write {setting.Path}:{Names(type).First()}.", options));
        }

        foreach (var child in setting.GetChildren())
        {
            if (Member(type, child.Key) is { } member)
            {
                Check(child, member.PropertyType, options, faults);
            }
            else
            {
                faults.Add(new SettingsFault
                {
                    Path = child.Path,
                    Text = NotKnown(child.Path, $"{setting.Path}:{NearestOf(child.Key, Names(type))}"),
                    IsUnknown = true,
                    Options = options,
                });
            }
        }
    }

    private static SettingsFault Unknown(
        IConfigurationSection setting, IReadOnlyCollection<string> siblings, IReadOnlyCollection<SettingsGroup> groups, Type? options)
    {
        // A name of this section first; one that is nearer elsewhere stands in the wrong section.
        var elsewhere = groups.SelectMany(group => Names(group.Options), (group, name) => $"{group.Section}:{name}");
        var paths = siblings.Select(name => $"{ParentOf(setting.Path)}:{name}").Concat(elsewhere).ToLookup(path => Segments(path)[^1]);
        var near = paths[NearestOf(setting.Key, paths.Select(path => path.Key))].First();
        return new SettingsFault { Path = setting.Path, Text = NotKnown(setting.Path, near), IsUnknown = true, Options = options };
    }

    private static string NearestOf(string name, IEnumerable<string> known) => NearestName.All(name, known, 1)[0];

    private static string NotKnown(string path, string near) => $"{path} is not known. Did you mean {near}?";

    private static SettingsFault Unreadable(IConfigurationSection setting, string text, Type options) =>
        new() { Path = setting.Path, Text = $"{setting.Path} {text}", IsUnknown = false, Options = options };

    private static string Expected(Type type) =>
        type.IsEnum ? $"none of {string.Join(", ", Enum.GetNames(type).Select(name => name.ToLowerInvariant()))}"
        : type == typeof(bool) ? "neither true nor false"
        : type == typeof(TimeSpan) ? "no time span like 00:10:00"
        : type == typeof(double) || type == typeof(decimal) ? "no number like 2.5"
        : "no whole number";

    private static List<string> KnownIn(string path, IReadOnlyCollection<SettingsGroup> groups) =>
    [
        .. groups.Where(group => group.Section.Equals(path, StringComparison.OrdinalIgnoreCase)).SelectMany(group => Names(group.Options))
            .Concat(groups.Where(group => IsAtOrBelow(group.Section, path) && group.Section.Length > path.Length)
                .Select(group => Segments(group.Section)[Segments(path).Length]))
            .Distinct(StringComparer.OrdinalIgnoreCase),
    ];

    private static bool IsAtOrBelow(string section, string path) =>
        section.StartsWith(path, StringComparison.OrdinalIgnoreCase) && (section.Length == path.Length || section[path.Length] == ':');

    private static string[] Segments(string path) => path.Split(':');

    private static string ParentOf(string path) => path[..path.LastIndexOf(':')];

    private static IEnumerable<PropertyInfo> Members(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.SetMethod?.IsPublic == true);

    private static IEnumerable<string> Names(Type type) => Members(type).Select(member => member.Name);

    private static PropertyInfo? Member(Type type, string name) =>
        Members(type).FirstOrDefault(member => member.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static bool IsValue(Type type) => TypeDescriptor.GetConverter(type).CanConvertFrom(typeof(string));

    private static Type? ItemOf(Type type, Type definition, int argument) =>
        type.GetInterfaces().Append(type)
            .FirstOrDefault(candidate => candidate.IsGenericType && candidate.GetGenericTypeDefinition() == definition)?
            .GetGenericArguments()[argument];
}
