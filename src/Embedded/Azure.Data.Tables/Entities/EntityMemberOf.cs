using System.Linq.Expressions;
using System.Reflection;
using System.Text.Json;

namespace Azure.Data.Tables;

/// <summary>A member with its types known, so that values are not boxed.</summary>
internal sealed class EntityMemberOf<TOwner, TValue> : EntityMember
{
    private readonly EdmType<TValue> type;
    private readonly Func<TOwner, TValue>? get;
    private readonly Action<TOwner, TValue>? set;

    public EntityMemberOf(MemberInfo member, PropertyName name, EdmType<TValue> type)
        : base(name)
    {
        this.type = type;
        if (member is PropertyInfo property && !typeof(TOwner).IsValueType)
        {
            get = property.GetGetMethod()?.CreateDelegate<Func<TOwner, TValue>>();
            set = property.GetSetMethod()?.CreateDelegate<Action<TOwner, TValue>>();
            return;
        }

        var owner = Expression.Parameter(typeof(TOwner));
        var access = Expression.MakeMemberAccess(owner, member);
        get = Expression.Lambda<Func<TOwner, TValue>>(access, owner).Compile();
        if (member is FieldInfo { IsInitOnly: false } && !typeof(TOwner).IsValueType)
        {
            var value = Expression.Parameter(typeof(TValue));
            set = Expression.Lambda<Action<TOwner, TValue>>(Expression.Assign(access, value), owner, value).Compile();
        }
    }

    internal override void Write(EntityWriter writer, ITableEntity entity)
    {
        if (get is not null)
        {
            type.Write(writer, Name, get((TOwner)entity));
        }
    }

    internal override void Read(ref Utf8JsonReader reader, ITableEntity entity)
    {
        if (set is null)
        {
            reader.Skip();
        }
        else if (reader.TokenType == JsonTokenType.Null)
        {
            set((TOwner)entity, default!);
        }
        else if (type.Read(ref reader, Name, out var value))
        {
            set((TOwner)entity, value);
        }
    }
}
