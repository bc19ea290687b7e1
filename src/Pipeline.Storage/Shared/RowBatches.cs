namespace Pipeline.Storage.Shared;

/// <summary>Cuts many writes to one partition into transactions that the service takes: at most 99 rows and 3 MiB each.</summary>
internal static class RowBatches
{
    /// <summary>Most rows in one transaction.</summary>
    public const int MaxRows = 99;

    private const int MaxCharacters = 1_500_000;

    public static IReadOnlyList<IReadOnlyList<RowWrite>> Of(IEnumerable<RowWrite> writes)
    {
        var batches = new List<IReadOnlyList<RowWrite>>();
        var batch = new List<RowWrite>();
        var characters = 0;
        foreach (var write in writes)
        {
            var size = ((IEnumerable<KeyValuePair<string, object?>>)write.Row).Sum(item => item.Key.Length + ((item.Value as string)?.Length ?? 20));
            if (batch.Count == MaxRows || (batch.Count > 0 && characters + size > MaxCharacters))
            {
                batches.Add(batch);
                (batch, characters) = ([], 0);
            }

            batch.Add(write);
            characters += size;
        }

        if (batch.Count > 0)
        {
            batches.Add(batch);
        }

        return batches;
    }
}
