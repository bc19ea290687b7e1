namespace Pipeline.UnitTests.Reports.Oracle;

// What the oracle says converted. A refund has the sale that it takes back and what was taken back of it before.
internal sealed record OracleConversion(
    string[] Leads, DateTimeOffset At, DateTimeOffset CreditedAt, long Cents, DateTimeOffset? OpenedAt = null)
{
    // When what is credited was received or first said.
    public required DateTimeOffset LearnedAt { get; init; }

    public long? Sale { get; init; }

    public long RefundedEarlier { get; init; }

    public bool IsRefund => Sale is not null;
}
