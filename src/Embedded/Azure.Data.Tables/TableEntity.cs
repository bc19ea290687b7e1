using System.Collections;

namespace Azure.Data.Tables;

/// <summary>
/// A row without a type of its own: property names and values. Values are string, int, long, double, bool, <see cref="Guid"/>,
/// <see cref="DateTimeOffset"/>, UTC <see cref="DateTime"/>, byte[] or <see cref="BinaryData"/>; anything else is refused when it is written.
/// The keys, the timestamp and the ETag (<c>odata.etag</c>) are among the entries.
/// </summary>
public sealed class TableEntity : ITableEntity, IDictionary<string, object?>
{
    private readonly Dictionary<string, object?> properties;

    /// <summary>Makes an empty row.</summary>
    public TableEntity() => properties = [];

    /// <summary>Makes a row with its keys.</summary>
    /// <param name="partitionKey">The partition key.</param>
    /// <param name="rowKey">The row key.</param>
    public TableEntity(string partitionKey, string rowKey)
        : this()
    {
        PartitionKey = partitionKey;
        RowKey = rowKey;
    }

    /// <summary>Makes a row from a copy of some entries.</summary>
    /// <param name="values">Names and values; null makes an empty row.</param>
    public TableEntity(IDictionary<string, object?>? values) =>
        properties = values is null ? [] : new Dictionary<string, object?>(values);

    /// <inheritdoc />
    public string PartitionKey
    {
        get => GetString(EntityNames.PartitionKey)!;
        set => properties[EntityNames.PartitionKey] = value;
    }

    /// <inheritdoc />
    public string RowKey
    {
        get => GetString(EntityNames.RowKey)!;
        set => properties[EntityNames.RowKey] = value;
    }

    /// <inheritdoc />
    public DateTimeOffset? Timestamp
    {
        get => GetDateTimeOffset(EntityNames.Timestamp);
        set => properties[EntityNames.Timestamp] = value;
    }

    /// <inheritdoc />
    public ETag ETag
    {
        get => GetString(EntityNames.ETagInJson) is { } text ? new ETag(text) : default;
        set => properties[EntityNames.ETagInJson] = value.ToString();
    }

    /// <inheritdoc />
    public ICollection<string> Keys => properties.Keys;

    /// <summary>Number of entries, with the keys, the timestamp and the ETag if they are set.</summary>
    public int Count => properties.Count;

    /// <inheritdoc />
    ICollection<object?> IDictionary<string, object?>.Values => properties.Values;

    /// <inheritdoc />
    bool ICollection<KeyValuePair<string, object?>>.IsReadOnly => false;

    /// <summary>A property's value; null if there is none. A number keeps its type when it is overwritten with an int; another change of
    /// type is refused.</summary>
    /// <param name="key">The property's name.</param>
    /// <exception cref="InvalidOperationException">The new value has another type than the present one.</exception>
    public object? this[string key]
    {
        get => properties.GetValueOrDefault(key);
        set => Set(key, value);
    }

    /// <summary>A text; null if absent.</summary>
    /// <param name="key">The property's name.</param>
    /// <exception cref="InvalidOperationException">The value has another type.</exception>
    public string? GetString(string key) => (string?)Get(key, typeof(string));

    /// <summary>A 32-bit number; null if absent.</summary>
    /// <param name="key">The property's name.</param>
    /// <exception cref="InvalidOperationException">The value has another type.</exception>
    public int? GetInt32(string key) => (int?)Get(key, typeof(int));

    /// <summary>A 64-bit number; null if absent.</summary>
    /// <param name="key">The property's name.</param>
    /// <exception cref="InvalidOperationException">The value has another type.</exception>
    public long? GetInt64(string key) => (long?)Get(key, typeof(long));

    /// <summary>A floating number; null if absent.</summary>
    /// <param name="key">The property's name.</param>
    /// <exception cref="InvalidOperationException">The value has another type.</exception>
    public double? GetDouble(string key) => (double?)Get(key, typeof(double));

    /// <summary>A truth value; null if absent.</summary>
    /// <param name="key">The property's name.</param>
    /// <exception cref="InvalidOperationException">The value has another type.</exception>
    public bool? GetBoolean(string key) => (bool?)Get(key, typeof(bool));

    /// <summary>A moment, UTC; null if absent.</summary>
    /// <param name="key">The property's name.</param>
    /// <exception cref="InvalidOperationException">The value has another type.</exception>
    public DateTime? GetDateTime(string key) =>
        properties.GetValueOrDefault(key) is DateTimeOffset moment ? moment.UtcDateTime : (DateTime?)Get(key, typeof(DateTime));

    /// <summary>A moment; null if absent.</summary>
    /// <param name="key">The property's name.</param>
    /// <exception cref="InvalidOperationException">The value has another type.</exception>
    public DateTimeOffset? GetDateTimeOffset(string key) =>
        properties.GetValueOrDefault(key) is DateTime moment ? new DateTimeOffset(moment) : (DateTimeOffset?)Get(key, typeof(DateTimeOffset));

    /// <summary>A GUID; null if absent.</summary>
    /// <param name="key">The property's name.</param>
    /// <exception cref="InvalidOperationException">The value has another type.</exception>
    public Guid? GetGuid(string key) => (Guid?)Get(key, typeof(Guid));

    /// <summary>Bytes; null if absent.</summary>
    /// <param name="key">The property's name.</param>
    /// <exception cref="InvalidOperationException">The value has another type.</exception>
    public byte[]? GetBinary(string key) =>
        properties.GetValueOrDefault(key) is BinaryData data ? data.ToArray() : (byte[]?)Get(key, typeof(byte[]));

    /// <summary>Bytes; null if absent.</summary>
    /// <param name="key">The property's name.</param>
    /// <exception cref="InvalidOperationException">The value has another type.</exception>
    public BinaryData? GetBinaryData(string key) =>
        properties.GetValueOrDefault(key) is byte[] bytes ? BinaryData.FromBytes(bytes) : (BinaryData?)Get(key, typeof(BinaryData));

    /// <summary>Sets a property, as the indexer does.</summary>
    /// <param name="key">The property's name.</param>
    /// <param name="value">Its value.</param>
    public void Add(string key, object? value) => Set(key, value);

    /// <inheritdoc />
    public bool ContainsKey(string key) => properties.ContainsKey(key);

    /// <inheritdoc />
    public bool Remove(string key) => properties.Remove(key);

    /// <inheritdoc />
    public bool TryGetValue(string key, out object? value) => properties.TryGetValue(key, out value);

    /// <summary>Removes every entry, the keys too.</summary>
    public void Clear() => properties.Clear();

    void ICollection<KeyValuePair<string, object?>>.Add(KeyValuePair<string, object?> item) => Set(item.Key, item.Value);

    bool ICollection<KeyValuePair<string, object?>>.Contains(KeyValuePair<string, object?> item) =>
        ((ICollection<KeyValuePair<string, object?>>)properties).Contains(item);

    void ICollection<KeyValuePair<string, object?>>.CopyTo(KeyValuePair<string, object?>[] array, int arrayIndex) =>
        ((ICollection<KeyValuePair<string, object?>>)properties).CopyTo(array, arrayIndex);

    bool ICollection<KeyValuePair<string, object?>>.Remove(KeyValuePair<string, object?> item) =>
        ((ICollection<KeyValuePair<string, object?>>)properties).Remove(item);

    IEnumerator<KeyValuePair<string, object?>> IEnumerable<KeyValuePair<string, object?>>.GetEnumerator() => properties.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => properties.GetEnumerator();

    internal Dictionary<string, object?> Entries => properties;

    private object? Get(string key, Type type)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        if (!properties.TryGetValue(key, out var value) || value is null)
        {
            return null;
        }

        return type.IsInstanceOfType(value)
            ? value
            : throw new InvalidOperationException($"Cannot return {type} type for a {value.GetType()} typed property.");
    }

    private void Set(string key, object? value)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        if (value is not null && properties.TryGetValue(key, out var present) && present is not null
            && !present.GetType().IsInstanceOfType(value))
        {
            value = (present, value) switch
            {
                (int, double or long) => value,
                (double, int number) => (double)number,
                (long, int number) => (long)number,
                _ => throw new InvalidOperationException(
                    $"Value ({present.GetType()}) {present} is not convertible to ({value.GetType()}) {value}."),
            };
        }

        properties[key] = value;
    }
}
