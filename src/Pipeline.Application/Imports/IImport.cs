using Pipeline.Problems;

namespace Pipeline.Imports;

/// <summary>One kind of upload: how a row is read and how rows are stored.</summary>
/// <typeparam name="T">What a row holds.</typeparam>
public interface IImport<T>
    where T : class
{
    /// <summary>Its route and columns.</summary>
    ImportTable Table { get; }

    /// <summary>The same import with what it must know before it reads an upload.</summary>
    ValueTask<IImport<T>> PrepareAsync(CancellationToken cancellationToken) => new(this);

    /// <summary>Reads a row.</summary>
    /// <param name="row">Gives the cells and takes the faults.</param>
    /// <returns>What the row holds; ignored when the row has a fault, and may then be null.</returns>
    T? Read(ImportRow row);

    /// <summary>Reads a row that may hold several: one for each of the addresses in a cell.</summary>
    /// <param name="row">Gives the cells and takes the faults.</param>
    /// <returns>What it holds; ignored when the row has a fault, and may then be empty.</returns>
    IReadOnlyList<T> ReadAll(ImportRow row) => Read(row) is { } value ? [value] : [];

    /// <summary>When a row counts in reports that are rolled up by day.</summary>
    /// <param name="value">What a row holds.</param>
    /// <returns>Null when it is in no roll-up.</returns>
    DateTimeOffset? MomentOf(T value) => null;

    /// <summary>Checks what the upload declares about values that only the import knows, as the stages of <c>stage.…</c>.</summary>
    /// <param name="settings">What the upload declares.</param>
    /// <param name="problems">Receives every fault.</param>
    void Check(ImportSettings settings, ICollection<Problem> problems)
    {
    }

    /// <summary>Finds the faults that only show when rows are held beside each other.</summary>
    /// <param name="rows">Good rows in the order of the upload.</param>
    /// <returns>Places of faulty rows among them, each with its fault.</returns>
    IEnumerable<(int Place, Problem Problem)> Compare(IReadOnlyList<ImportedRow<T>> rows) => [];

    /// <summary>
    /// Stores rows, in any order; storing them again changes nothing. In a dry run it reads alone and tells what would become of them.
    /// </summary>
    /// <param name="rows">Good rows in the order of the upload.</param>
    /// <param name="upload">Upload that they belong to; its settings tell whether it is a dry run.</param>
    /// <param name="cancellationToken">Stops between two rows; the same upload may be sent again.</param>
    /// <returns>For each row, in the same order, what became of it.</returns>
    Task<IReadOnlyList<RowOutcome>> StoreAsync(
        IReadOnlyList<ImportedRow<T>> rows, ImportUpload upload, CancellationToken cancellationToken);
}
