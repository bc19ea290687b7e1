using Microsoft.Extensions.Options;
using Pipeline.Capture;
using Pipeline.Imports;
using Pipeline.Money;
using Pipeline.Records;
using Pipeline.Ruleset;
using Pipeline.Settings;

namespace Pipeline.Crm;

/// <summary>Takes uploads about leads: CRM rows and offline touches.</summary>
public sealed class LeadImports(
    ImportHandler handler,
    ICrmStore store,
    PendingRefreshes refreshes,
    OpportunityJoin opportunities,
    CurrentLeadIds leadIds,
    CurrentRules rules,
    KnownChannels channels,
    ConflictRetry retry,
    IOptions<CaptureOptions> capture,
    IOptions<PipelineOptions> pipeline)
{
    /// <summary>Takes CRM rows.</summary>
    /// <param name="request">Upload.</param>
    /// <param name="cancellationToken">Stops between two rows; the same upload may be sent again.</param>
    public async Task<ImportOutcome> TakeCrmAsync(ImportRequest request, CancellationToken cancellationToken) =>
        await handler.HandleAsync(await CrmAsync(cancellationToken), request, cancellationToken);

    /// <summary>Takes offline touches.</summary>
    /// <param name="request">Upload.</param>
    /// <param name="cancellationToken">Stops between two rows; the same upload may be sent again.</param>
    public async Task<ImportOutcome> TakeTouchesAsync(ImportRequest request, CancellationToken cancellationToken) =>
        await handler.HandleAsync(await TouchesAsync(cancellationToken), request, cancellationToken);

    /// <summary>Reads and stores CRM rows by the stages in use.</summary>
    public async Task<CrmImport> CrmAsync(CancellationToken cancellationToken)
    {
        var inUse = await rules.GetAsync(cancellationToken);
        return new CrmImport(
            store,
            refreshes,
            opportunities,
            await leadIds.GetAsync(cancellationToken),
            new CrmRowReader(
                inUse.Stages.Newest,
                inUse.Scoring.Newest.Rules.Fit,
                capture.Value,
                pipeline.Value.Currency),
            retry);
    }

    /// <summary>Reads and stores offline touches.</summary>
    public async Task<TouchImport> TouchesAsync(CancellationToken cancellationToken) =>
        new(store, refreshes, channels, await leadIds.GetAsync(cancellationToken), capture.Value, retry);
}
