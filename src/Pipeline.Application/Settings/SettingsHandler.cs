using Microsoft.Extensions.Options;
using Pipeline.Problems;
using Pipeline.Records;

namespace Pipeline.Settings;

/// <summary>
/// Keeps settings documents: checks them, stores each content once as a version, and records which version is active from when. Safe to
/// repeat: equal content is the same version, and activating what is active already records nothing.
/// </summary>
public sealed class SettingsHandler(
    IEnumerable<ISettingsDocument> documents,
    ISettingsStore store,
    IRulesEffect effect,
    ConflictRetry retry,
    IOptions<RulesOptions> options,
    TimeProvider timeProvider)
{
    private readonly List<ISettingsDocument> _known = [.. documents.OrderBy(document => document.Name, StringComparer.Ordinal)];

    /// <summary>Finds a document.</summary>
    /// <param name="name">Name; any text.</param>
    /// <returns>Null when there is none.</returns>
    public ISettingsDocument? Find(string name) => _known.Find(document => document.Name == name);

    /// <summary>Every document, by name; one storage call each.</summary>
    public async Task<IReadOnlyList<SettingsState>> ListAsync(CancellationToken cancellationToken) =>
        await Task.WhenAll(_known.Select(async document => SettingsState.Of(
            document, (await ReadAsync(document, cancellationToken)).Log, timeProvider.GetUtcNow())));

    /// <summary>The text of a version.</summary>
    /// <param name="name">Name of the document; any text.</param>
    /// <param name="version">Number of the version; null means the one that was activated last.</param>
    /// <returns>Null when there is no such document or version.</returns>
    public async Task<SettingsContent?> GetAsync(string name, int? version, CancellationToken cancellationToken)
    {
        if (Find(name) is not { } document)
        {
            return null;
        }

        var (log, _) = await ReadAsync(document, cancellationToken);
        var number = version ?? log.Newest;
        return await TextAsync(document, number, cancellationToken) is { } text ? new SettingsContent(number, log.Revision, text) : null;
    }

    /// <summary>Which versions of a document there are, and which became active when.</summary>
    /// <param name="name">Name of the document; any text.</param>
    /// <returns>Null when there is no such document.</returns>
    public async Task<SettingsLog?> HistoryAsync(string name, CancellationToken cancellationToken) =>
        Find(name) is { } document ? (await ReadAsync(document, cancellationToken)).Log : null;

    /// <summary>Only checks a document.</summary>
    /// <param name="name">Name of the document; any text.</param>
    /// <param name="text">JSON text.</param>
    public async Task<SettingsOutcome> ValidateAsync(string name, string text, CancellationToken cancellationToken)
    {
        if (Find(name) is not { } document)
        {
            return Unknown;
        }

        var (log, _) = await ReadAsync(document, cancellationToken);
        var problems = Check(document, log, text, out var version);
        return Outcome(problems.Count > 0 ? SettingsStatus.Invalid : SettingsStatus.Done, document, log, version, problems);
    }

    /// <summary>Stores a document as a new version, unless a version says the same.</summary>
    /// <param name="edit">What to change.</param>
    /// <param name="text">JSON text.</param>
    /// <param name="activate">Whether to activate the version, too.</param>
    public Task<SettingsOutcome> PutAsync(SettingsEdit edit, string text, bool activate, CancellationToken cancellationToken) =>
        ChangeAsync(
            edit,
            (document, log) =>
            {
                var problems = Check(document, log, text, out var version);
                if (problems.Count > 0)
                {
                    return new Change(SettingsStatus.Invalid, log, version, problems);
                }

                var isNew = version > log.Versions.Count;
                var stored = isNew ? log with { Versions = [.. log.Versions, Version(document, version!.Value, text, edit.Note)] } : log;
                var after = activate ? Activated(document, stored, version!.Value, edit.Note) : stored;
                return new Change(SettingsStatus.Done, after, version, [], isNew ? text : null);
            },
            activate,
            cancellationToken);

    /// <summary>Activates a version.</summary>
    /// <param name="edit">What to change.</param>
    /// <param name="version">Number of the version; 0 is the shipped default.</param>
    public Task<SettingsOutcome> ActivateAsync(SettingsEdit edit, int version, CancellationToken cancellationToken) =>
        ChangeAsync(
            edit,
            (document, log) => version >= 0 && version <= log.Versions.Count
                ? new Change(SettingsStatus.Done, Activated(document, log, version, edit.Note), version, [])
                : new Change(SettingsStatus.UnknownVersion, log, version, []),
            activates: true,
            cancellationToken);

    /// <summary>
    /// Takes the last activation back that has not been taken back yet. Asked for again before it counts, it changes nothing.
    /// </summary>
    /// <param name="edit">What to change.</param>
    public Task<SettingsOutcome> RollBackAsync(SettingsEdit edit, CancellationToken cancellationToken) =>
        ChangeAsync(
            edit,
            (document, log) => log.Activations.Count > 0
                && log.Activations[^1] is { IsRollback: true } last
                && last.From > timeProvider.GetUtcNow()
                ? new Change(SettingsStatus.Done, log, last.Version, [])
                : log.RollbackTarget() is { } version
                    ? new Change(SettingsStatus.Done, Activated(document, log, version, edit.Note, isRollback: true), version, [])
                    : new Change(SettingsStatus.NothingToTakeBack, log, null, []),
            activates: true,
            cancellationToken);

    /// <summary>The text of a version.</summary>
    /// <param name="version">Number of the version; 0 is the shipped default.</param>
    /// <returns>Null when there is no such version.</returns>
    public async Task<string?> TextAsync(ISettingsDocument document, int version, CancellationToken cancellationToken) => version switch
    {
        < 0 => null,
        0 => document.ShippedText,
        _ => await store.GetTextAsync(document.Name, version, cancellationToken),
    };

    private static SettingsOutcome Unknown => new(SettingsStatus.UnknownDocument, null, []);

    private async Task<SettingsOutcome> ChangeAsync(
        SettingsEdit edit, Func<ISettingsDocument, SettingsLog, Change> change, bool activates, CancellationToken cancellationToken)
    {
        if (Find(edit.Name) is not { } document)
        {
            return Unknown;
        }

        return await retry.RunAsync(
            async token =>
            {
                var (log, etag) = await ReadAsync(document, token);
                if (edit.IfRevisions?.Contains(log.Revision) == false)
                {
                    return Outcome(SettingsStatus.Changed, document, log, null, []);
                }

                var done = change(document, log);
                if (done.Log != log)
                {
                    await store.SaveAsync(document.Name, done.Log, etag, done.Text, token);
                }

                // Also when nothing was new: the run that activated it may have died before it asked.
                if (activates && done.Status == SettingsStatus.Done && document.Effect == SettingsEffect.EveryLead)
                {
                    await effect.RequestAsync(document.Name, done.Log, token);
                }

                return Outcome(done.Status, document, done.Log, done.Version, done.Problems);
            },
            cancellationToken);
    }

    private async Task<(SettingsLog Log, string? ETag)> ReadAsync(ISettingsDocument document, CancellationToken cancellationToken)
    {
        var stored = await store.GetLogAsync(document.Name, cancellationToken);
        return (stored.Value ?? SettingsLog.Empty, stored.ETag);
    }

    // Gives the number that the text has as a version, or would get.
    private static IReadOnlyList<Problem> Check(ISettingsDocument document, SettingsLog log, string text, out int? version)
    {
        version = null;
        var problems = document.Check(text);
        if (problems.Count > 0)
        {
            return problems;
        }

        var hash = SettingsText.HashOf(text);
        version = hash == SettingsText.HashOf(document.ShippedText)
            ? 0
            : log.Versions.FirstOrDefault(stored => stored.Hash == hash)?.Number ?? log.Versions.Count + 1;
        var label = document.LabelOf(text);
        if (version <= log.Versions.Count || label is null)
        {
            return [];
        }

        var other = label == document.LabelOf(document.ShippedText)
            ? 0
            : log.Versions.FirstOrDefault(stored => stored.Label == label)?.Number;
        return other is null
            ? []
            : [new Problem(
                Problem.Invalid,
                "$.rulesVersion",
                $"'{label}' names version {other}, which says something else; give this one a name of its own.")];
    }

    private SettingsVersion Version(ISettingsDocument document, int number, string text, ActionNote note) => new()
    {
        Number = number,
        Hash = SettingsText.HashOf(text),
        Label = document.LabelOf(text),
        StoredAt = Now(),
        Actor = note.Actor,
        Reason = note.Reason,
    };

    private SettingsLog Activated(ISettingsDocument document, SettingsLog log, int version, ActionNote note, bool isRollback = false)
    {
        if (log.Newest == version && !isRollback)
        {
            return log;
        }

        var now = Now();
        var from = document.Effect == SettingsEffect.AtOnce ? now : now + options.Value.RulesDelay;
        var last = log.Activations.Count > 0 ? log.Activations[^1].From : from;
        var activation = new SettingsActivation
        {
            Version = version,
            From = last > from ? last : from,
            AskedAt = now,
            IsRollback = isRollback,
            Actor = note.Actor,
            Reason = note.Reason,
        };
        return log with { Activations = [.. log.Activations, activation] };
    }

    private DateTimeOffset Now()
    {
        var now = timeProvider.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond));
    }

    private SettingsOutcome Outcome(
        SettingsStatus status, ISettingsDocument document, SettingsLog log, int? version, IReadOnlyList<Problem> problems) =>
        new(status, SettingsState.Of(document, log, timeProvider.GetUtcNow(), version), problems);

    private sealed record Change(
        SettingsStatus Status, SettingsLog Log, int? Version, IReadOnlyList<Problem> Problems, string? Text = null);
}
