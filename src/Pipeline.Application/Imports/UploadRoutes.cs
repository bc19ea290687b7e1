using System.Globalization;
using System.Text;
using Pipeline.Events;
using Pipeline.Problems;

namespace Pipeline.Imports;

/// <summary>Takes rejected rows of uploads again by the rules of their route, as part of the upload that they came with.</summary>
/// <param name="routes">What takes an upload, by route.</param>
public sealed class UploadRoutes(IReadOnlyDictionary<string, Func<ImportRequest, CancellationToken, Task<ImportOutcome>>> routes)
{
    /// <summary>No route at all.</summary>
    public static UploadRoutes None { get; } = new(new Dictionary<string, Func<ImportRequest, CancellationToken, Task<ImportOutcome>>>());

    /// <summary>True when a route takes uploads.</summary>
    /// <param name="endpoint">Route, for example <c>/api/crm</c>.</param>
    public bool Has(string endpoint) => routes.ContainsKey(endpoint);

    /// <summary>Takes rows again, all or none. Safe to repeat, as every upload is.</summary>
    /// <param name="rejected">Rejected event; its route must be one of these.</param>
    /// <param name="payload">Rows, repaired or not: JSON, or CSV as the upload had it.</param>
    /// <param name="cancellationToken">Stops between two rows; the same replay may be asked for again.</param>
    /// <returns>Every fault that is left; empty when the rows were taken.</returns>
    public async Task<IReadOnlyList<Problem>> ReplayAsync(RejectedEvent rejected, string payload, CancellationToken cancellationToken)
    {
        var take = routes[rejected.Endpoint];
        var request = new ImportRequest
        {
            Body = Encoding.UTF8.GetBytes(payload),
            ReceivedAt = rejected.ReceivedAt,
            Query = UploadQuery.Read(rejected.Query ?? string.Empty),
            RowNumbers = UploadQuery.RowsOf(rejected.Query ?? string.Empty),
            Currencies = UploadQuery.CurrenciesOf(rejected.Query ?? string.Empty),
        };
        var problems = ProblemsOf(await take(
            request with { Query = [.. request.Query, KeyValuePair.Create("dryRun", "true")] }, cancellationToken));
        return problems.Count > 0 ? problems : ProblemsOf(await take(request, cancellationToken));
    }

    private static IReadOnlyList<Problem> ProblemsOf(ImportOutcome outcome) => outcome.Result is not { } result ? outcome.Problems
        : result.Rows == 0 ? [new Problem(Problem.Malformed, "", "The payload holds no row.")]
        :
        [
            .. result.Rejected.SelectMany(row => row.Problems, (row, problem) => new Problem(
                problem.Code,
                result.Rows == 1 ? problem.Field : string
                    .Create(CultureInfo.InvariantCulture, $"rows[{row.Row - 1}].{problem.Field}")
                    .TrimEnd('.'),
                problem.Message)),
        ];
}
