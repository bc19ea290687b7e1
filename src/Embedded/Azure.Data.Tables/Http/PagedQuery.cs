using System.Runtime.CompilerServices;

namespace Azure.Data.Tables;

/// <summary>A query that asks for one page after the other, until the service names no continuation. A page may be empty and still have one.</summary>
/// <typeparam name="T">What a page holds.</typeparam>
/// <param name="fetch">Asks for the page at a continuation token (null: the first) with at most so many items (null: the service's 1,000).</param>
/// <param name="maxPerPage">Items of a page, unless the caller names another number.</param>
/// <param name="cancellationToken">Stops the query.</param>
internal sealed class PagedQuery<T>(
    Func<string?, int?, CancellationToken, Task<Page<T>>> fetch, int? maxPerPage, CancellationToken cancellationToken)
    : AsyncPageable<T>(cancellationToken)
    where T : notnull
{
    public override IAsyncEnumerable<Page<T>> AsPages(string? continuationToken = null, int? pageSizeHint = null) =>
        Pages(continuationToken, pageSizeHint ?? maxPerPage, CancellationToken);

    private async IAsyncEnumerable<Page<T>> Pages(
        string? continuation, int? pageSize, [EnumeratorCancellation] CancellationToken cancellation)
    {
        do
        {
            var page = await fetch(continuation, pageSize, cancellation).ConfigureAwait(false);
            continuation = page.ContinuationToken;
            yield return page;
        }
        while (!string.IsNullOrEmpty(continuation));
    }
}
