using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Pipeline.Settings;

// Fills options from their section, without the values that are not of their type: those are told by the validator, all together.
internal sealed class SettingsBinder<T>(IConfiguration configuration, SettingsGroupOf<T> group) : IConfigureNamedOptions<T>
    where T : class
{
    public void Configure(string? name, T options) => Configure(options);

    public void Configure(T options)
    {
        var section = configuration.GetSection(group.Section);
        var unreadable = SettingsForm.Find(configuration, [group]).Where(fault => !fault.IsUnknown)
            .Select(fault => fault.Path[(group.Section.Length + 1)..])
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (unreadable.Count == 0)
        {
            section.Bind(options);
            return;
        }

        new ConfigurationBuilder()
            .AddInMemoryCollection(section
                .AsEnumerable(makePathsRelative: true)
                .Where(pair => pair.Value is not null && !unreadable.Contains(pair.Key)))
            .Build()
            .Bind(options);
    }
}
