using System.Collections.Concurrent;
using Azure.Data.Tables;
using Pipeline.Storage.Shared;

namespace Pipeline.Testing;

/// <summary>Tables in memory, with the rules of the service that the stores rely on. Safe for concurrent use.</summary>
public sealed class InMemoryTables(TimeProvider clock) : ITables
{
    private readonly ConcurrentDictionary<string, InMemoryTable> _tables = new(StringComparer.Ordinal);

    public ITable this[string name] => Table(name);

    /// <summary>All rows of a table, by partition and row key.</summary>
    public IReadOnlyList<TableEntity> Rows(string name) => Table(name).Rows;

    private InMemoryTable Table(string name) => _tables.GetOrAdd(name, key => new InMemoryTable(key, clock));
}
