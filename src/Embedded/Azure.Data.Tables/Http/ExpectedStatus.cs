using Azure.Core;

namespace Azure.Data.Tables;

/// <summary>Which statuses of which operation are no error.</summary>
internal static class ExpectedStatus
{
    internal static readonly ResponseClassifier Ok = new StatusCodeClassifier([200]);
    internal static readonly ResponseClassifier OkOrMissing = new StatusCodeClassifier([200, 404]);
    internal static readonly ResponseClassifier Written = new StatusCodeClassifier([201, 204]);
    internal static readonly ResponseClassifier WrittenOrConflict = new StatusCodeClassifier([201, 204, 409]);
    internal static readonly ResponseClassifier DeletedOrMissing = new StatusCodeClassifier([204, 404]);
    internal static readonly ResponseClassifier Accepted = new StatusCodeClassifier([202]);
}
