using Azure;
using Azure.Data.Tables;

namespace Pipeline.StorageTests.Embedded.Tables;

internal static class Failures
{
    internal static async Task<RequestFailedException> AssertAsync(int status, string errorCode, Func<Task> call)
    {
        var failure = await Assert.ThrowsAnyAsync<RequestFailedException>(call);
        Assert.Equal((status, errorCode), (failure.Status, failure.ErrorCode));
        return failure;
    }

    internal static async Task AssertTransactionAsync(int status, string errorCode, int? index, Func<Task> call)
    {
        var failure = await Assert.ThrowsAsync<TableTransactionFailedException>(call);
        Assert.Equal((status, errorCode, index), (failure.Status, failure.ErrorCode, failure.FailedTransactionActionIndex));
        Assert.Null(failure.GetRawResponse());
    }
}
