namespace Pipeline.Lifecycle;

/// <summary>Gives the stages in use to everything that reads stage names.</summary>
public sealed class StagesSource
{
    private readonly StageBook _shipped = new(StagesDocument.Default);

    /// <summary>Stages as they are known now.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask<StageBook> GetAsync(CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<StageBook>(cancellationToken) : ValueTask.FromResult(_shipped);
}
