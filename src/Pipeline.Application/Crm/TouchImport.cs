using System.Collections.Concurrent;
using Pipeline.Capture;
using Pipeline.Channels;
using Pipeline.Crm.Facts;
using Pipeline.Events;
using Pipeline.Imports;
using Pipeline.Imports.Columns;
using Pipeline.Problems;
using Pipeline.Records;
using Pipeline.Text;

namespace Pipeline.Crm;

/// <summary>
/// Uploads of contacts outside the website: trade-fair lists, calls. Safe to repeat, in any order and by several at a time: a row has its
/// own id or one made of its content, and the leads are refreshed after their touches are there.
/// </summary>
public sealed class TouchImport(
    ICrmStore store, PendingRefreshes refreshes, KnownChannels channels, LeadIds leadIds, CaptureOptions capture, ConflictRetry retry)
    : IImport<TouchRow>
{
    /// <summary>Route.</summary>
    public const string Endpoint = "/api/touches";

    private const int MaxText = 200;

    private static readonly Dictionary<string, string> Channels =
        ChannelNames.All.ToDictionary(TextFold.Fold, name => name, StringComparer.Ordinal);

    /// <summary>Columns of every upload of touches.</summary>
    public static ImportTable Columns { get; } = new(
        Endpoint,
        [
            new ImportColumn("email", true, "e-mail", "mail", "email address", "Adresse e-mail", "Adresse électronique", "Courriel"),
            new ImportColumn("date", true, "time", "at", "Jour", "Horodatage") { IsDate = true },
            new ImportColumn("name", false, "title", "event", "Nom", "Événement", "Salon", "Action"),
            new ImportColumn("source", false, "utm_source"),
            new ImportColumn("medium", false, "utm_medium", "Support"),
            new ImportColumn("campaign", false, "utm_campaign", "Campagne"),
            new ImportColumn("channel", false, "Canal"),
            new ImportColumn("id", false, "touch id", "Identifiant"),
            new ImportColumn("remove", false, "delete", "Supprimer"),
        ],
        ["email", "date", "name", "source", "medium", "campaign"]);

    /// <inheritdoc/>
    public ImportTable Table => Columns;

    /// <inheritdoc/>
    public TouchRow? Read(ImportRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        var email = RowEmails.First(row, capture);
        var date = row.RequiredDate("date");
        var touch = new OfflineTouch
        {
            LeadId = "",
            Email = email ?? "",
            Id = row.Text("id", MaxText) ?? "",
            UploadedAt = default,
            At = date?.At ?? default,
            Name = row.Text("name", MaxText),
            Campaign = row.Text("campaign", MaxText),
            Channel = row.Text("channel", MaxText) is { } channel ? ChannelOf(channel, row) : null,
            Source = row.Text("source", MaxText),
            Medium = row.Text("medium", MaxText),
            Removed = row.Flag("remove"),
        };
        if (!touch.Removed && (touch.Name ?? touch.Campaign) is null)
        {
            row.Fault(Problem.Missing, "name", "is required, or a campaign: say what the contact was.");
        }

        return email is null || date is null ? null : new TouchRow(touch.Id.Length > 0 ? touch : touch with { Id = IdOf(touch) });
    }

    /// <inheritdoc/>
    public IReadOnlyList<TouchRow> ReadAll(ImportRow row) => Read(row) is not { } first
        ? []
        : [.. RowEmails.Good(row, capture).Select(email => new TouchRow(first.Content with { Email = email }))];

    /// <inheritdoc/>
    public async Task<IReadOnlyList<RowOutcome>> StoreAsync(
        IReadOnlyList<ImportedRow<TouchRow>> rows, ImportUpload upload, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(upload);
        var outcomes = new RowOutcome[rows.Count];
        var dryRun = upload.Settings.DryRun;
        var open = dryRun ? default : await refreshes.OpenAsync(cancellationToken);
        if (!dryRun)
        {
            await channels.AddAsync(
                rows.Where(row => !row.Value.Content.Removed).Select(row => row.Value.Content.Channel).OfType<string>(), cancellationToken);
        }

        foreach (var piece in LeadRows.Cut(rows, row => leadIds.Of(row.Content.Email)))
        {
            var pending = dryRun ? null : await refreshes.BeginAsync([.. piece.Select(lead => lead.LeadId)], [], cancellationToken);
            var touched = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
            await Parallel.ForEachAsync(piece, CrmImport.Options(cancellationToken), async (lead, token) =>
            {
                foreach (var group in lead.Rows.GroupBy(row => row.Value.Content.Id, StringComparer.Ordinal))
                {
                    var said = group
                        .Select(row => (
                            row.Place,
                            Touch: row.Value.Content with { LeadId = lead.LeadId, UploadedAt = upload.At, Row = row.Number }))
                        .ToList();
                    var (place, touch) = said.Aggregate((kept, other) => other.Touch.Replaces(kept.Touch) ? other : kept);
                    foreach (var other in said.Where(other => !other.Touch.SaysTheSame(touch)))
                    {
                        outcomes[other.Place] = RowOutcome.Replaced;
                    }

                    outcomes[place] = await StoreAsync(touch, dryRun, token) ? RowOutcome.Taken : RowOutcome.Unchanged;
                    if (outcomes[place] == RowOutcome.Taken || open.LeadIds?.Contains(lead.LeadId) == true)
                    {
                        touched[lead.LeadId] = true;
                    }
                }
            });
            if (pending is not null)
            {
                await refreshes.EndAsync(pending, touched.Keys, cancellationToken);
            }
        }

        return outcomes;
    }

    // What a touch names is a channel from then on, unless the upload says that it means another one.
    private static string ChannelOf(string text, ImportRow row)
    {
        var meant = row.Upload.Settings.Channels.GetValueOrDefault(TextFold.Fold(text), text).Trim();
        var named = string.Equals(meant, ImportSettings.NewChannel, StringComparison.OrdinalIgnoreCase) ? text : meant;
        return Channels.GetValueOrDefault(TextFold.Fold(named), named);
    }

    /// <inheritdoc/>
    public DateTimeOffset? MomentOf(TouchRow value) => value.Content.At;

    private static string IdOf(OfflineTouch touch) =>
        FactKey.Of(string.Join('\n', touch.At.UtcTicks, touch.Name, touch.Campaign, touch.Channel, touch.Source, touch.Medium));

    private async ValueTask<bool> StoreAsync(OfflineTouch touch, bool dryRun, CancellationToken cancellationToken) => await retry.RunAsync(
        async token =>
        {
            var known = await store.GetTouchAsync(touch.LeadId, touch.Key, token);
            var replaces = known.Value is null || touch.Replaces(known.Value);
            if (replaces && !dryRun)
            {
                await store.PutTouchAsync(touch, known.ETag, token);
            }

            return replaces && known.Value?.SaysTheSame(touch) != true;
        },
        cancellationToken);
}
