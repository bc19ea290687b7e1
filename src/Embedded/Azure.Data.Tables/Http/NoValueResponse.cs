namespace Azure.Data.Tables;

/// <summary>The answer that a row does not exist.</summary>
internal sealed class NoValueResponse<T>(Response response) : NullableResponse<T>
{
    public override bool HasValue => false;

    public override T Value => throw new InvalidOperationException("The row does not exist, so there is no value.");

    public override Response GetRawResponse() => response;
}
