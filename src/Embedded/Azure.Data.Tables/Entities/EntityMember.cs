using System.Text;
using System.Text.Json;

namespace Azure.Data.Tables;

/// <summary>One property or field of a typed row.</summary>
internal abstract class EntityMember(PropertyName name)
{
    internal PropertyName Name { get; } = name;

    internal byte[] Utf8Name { get; } = Encoding.UTF8.GetBytes(name.Text);

    /// <summary>Writes the member's value, if the member can be read.</summary>
    internal abstract void Write(EntityWriter writer, ITableEntity entity);

    /// <summary>Sets the member to the value that the reader stands on, if the member can be set.</summary>
    internal abstract void Read(ref Utf8JsonReader reader, ITableEntity entity);
}
