using Pipeline.Imports;
using Pipeline.Problems;
using Pipeline.Text;

namespace Pipeline.Crm;

/// <summary>
/// The channels that there are, for uploads that must name one of them: a misspelt channel would stand beside what it brought.
/// </summary>
/// <param name="channels">Channels of the rules, of the channel document and of stored touches.</param>
public sealed class ChannelBook(IReadOnlyCollection<string> channels)
{
    private const int MaxName = 100;

    private readonly HashSet<string> _known = new(channels, NameFold.Comparer);

    /// <summary>True for a channel that there is, however it is written.</summary>
    public bool Has(string channel) => _known.Contains(channel);

    /// <summary>Reads the channel of a row: as it is written, or as the upload says what it means.</summary>
    /// <param name="text">What the row says.</param>
    /// <param name="row">Takes the fault of a channel that there is not.</param>
    /// <returns>Null with a fault.</returns>
    public string? Read(string text, ImportRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (row.Upload.Settings.Channels.TryGetValue(TextFold.Fold(text), out var meant))
        {
            return IsNew(meant) ? text : meant.Trim();
        }

        if (_known.Contains(text))
        {
            return text;
        }

        var shown = TextBounds.Clean(text, MaxName);
        var near = NearestName.All(text, _known);
        row.Fault(
            Problem.Invalid,
            "channel",
            $"'{shown}' is a channel of no rule, no stored touch and not of the settings 'channels'; nearest are "
                + $"{string.Join(", ", near)}. "
                + $"Correct it, say what it means with channel.{shown}={near[0]}, or take it as it is with "
                + $"channel.{shown}={ImportSettings.NewChannel}.");
        return null;
    }

    /// <summary>Checks what an upload says that its channels mean.</summary>
    /// <param name="settings">What the upload declares.</param>
    /// <param name="problems">Receives every fault.</param>
    public void Check(ImportSettings settings, ICollection<Problem> problems)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(problems);
        foreach (var (named, meant) in settings.Channels.Where(channel => !IsNew(channel.Value) && !_known.Contains(channel.Value)))
        {
            problems.Add(new Problem(
                Problem.Invalid,
                ImportSettings.ChannelPrefix + named,
                $"'{TextBounds.Clean(meant, MaxName)}' is no channel; nearest are {string.Join(", ", NearestName.All(meant, _known))}. "
                    + $"Name one that there is, or {ImportSettings.NewChannel} to take the channel of the file as it is."));
        }
    }

    private static bool IsNew(string meant) => string.Equals(meant.Trim(), ImportSettings.NewChannel, StringComparison.OrdinalIgnoreCase);
}
