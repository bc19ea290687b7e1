using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Serialization;
using System.Text.Json;

namespace Azure.Data.Tables;

/// <summary>
/// Writes and reads rows of one type. Written are public properties with a public getter, computed ones too, and public fields; read back
/// are those with a public setter. The four system properties go through the interface, however the type implements it.
/// </summary>
internal sealed class EntityBinder
{
    private static readonly ConcurrentDictionary<Type, EntityBinder> Cache = new();

    private readonly EntityMember[] members;

    private EntityBinder(Type type)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        members = [.. type.GetMembers(BindingFlags.Public | BindingFlags.Instance)
            .Where(member => IsStored(member) && names.Add(NameOf(member)))
            .Select(member => Bind(type, member))];
    }

    /// <summary>The binder of a type, made at its first use.</summary>
    /// <exception cref="NotSupportedException">A member has a type that cannot be stored.</exception>
    internal static EntityBinder For(Type type) => Cache.GetOrAdd(type, static key => new EntityBinder(key));

    internal void Write(EntityWriter writer, ITableEntity entity)
    {
        foreach (var member in members)
        {
            member.Write(writer, entity);
        }
    }

    /// <summary>Reads an object; the reader stands on its start and ends on its end.</summary>
    internal void Read(ref Utf8JsonReader reader, ITableEntity entity)
    {
        var expected = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueSpan.EndsWith("@odata.type"u8))
            {
                reader.Skip();
            }
            else if (Find(ref reader, expected) is var found and >= 0)
            {
                reader.Read();
                members[found].Read(ref reader, entity);
                expected = found + 1;
            }
            else
            {
                ReadSystem(ref reader, entity);
            }
        }
    }

    private static void ReadSystem(ref Utf8JsonReader reader, ITableEntity entity)
    {
        if (reader.ValueTextEquals("PartitionKey"u8))
        {
            reader.Read();
            entity.PartitionKey = reader.GetString()!;
        }
        else if (reader.ValueTextEquals("RowKey"u8))
        {
            reader.Read();
            entity.RowKey = reader.GetString()!;
        }
        else if (reader.ValueTextEquals("Timestamp"u8))
        {
            reader.Read();
            entity.Timestamp = reader.GetDateTimeOffset();
        }
        else if (reader.ValueTextEquals("odata.etag"u8))
        {
            reader.Read();
            entity.ETag = new ETag(reader.GetString()!);
        }
        else
        {
            reader.Skip();
        }
    }

    /// <summary>Rows of one query name their properties in the same order, so the search starts after the last hit.</summary>
    private int Find(ref Utf8JsonReader reader, int expected)
    {
        for (var offset = 0; offset < members.Length; offset++)
        {
            var index = (expected + offset) % members.Length;
            if (reader.ValueTextEquals(members[index].Utf8Name))
            {
                return index;
            }
        }

        return -1;
    }

    private static bool IsStored(MemberInfo member) =>
        !member.IsDefined(typeof(IgnoreDataMemberAttribute)) && !EntityNames.IsSystem(NameOf(member)) && member switch
        {
            PropertyInfo property => property.GetIndexParameters().Length == 0
                && (property.GetGetMethod() is not null || property.GetSetMethod() is not null),
            FieldInfo => true,
            _ => false,
        };

    private static string NameOf(MemberInfo member) => member.GetCustomAttribute<DataMemberAttribute>()?.Name ?? member.Name;

    private static EntityMember Bind(Type owner, MemberInfo member)
    {
        var valueType = member is PropertyInfo property ? property.PropertyType : ((FieldInfo)member).FieldType;
        var name = new PropertyName(NameOf(member));
        var type = EdmTypes.Of(valueType, $"{owner.Name}.{member.Name}");
        return (EntityMember)Activator.CreateInstance(typeof(EntityMemberOf<,>).MakeGenericType(owner, valueType), member, name, type)!;
    }
}
