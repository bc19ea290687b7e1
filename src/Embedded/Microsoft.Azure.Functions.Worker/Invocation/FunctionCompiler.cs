using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Microsoft.Azure.Functions.Worker.Invocation;

/// <summary>Makes delegates of methods and properties, so that an invocation needs no reflection.</summary>
internal static class FunctionCompiler
{
    /// <summary>Compiles a method.</summary>
    /// <param name="method">The method.</param>
    /// <param name="binders">For each parameter a <c>Func&lt;EmbeddedFunctionContext, T&gt;</c> of its type.</param>
    public static FunctionBody Compile(MethodInfo method, IReadOnlyList<Delegate> binders)
    {
        var instance = Expression.Parameter(typeof(object));
        var context = Expression.Parameter(typeof(EmbeddedFunctionContext));
        var call = Expression.Call(
            method.IsStatic ? null : Expression.Convert(instance, method.DeclaringType!),
            method,
            binders.Select(binder => Expression.Invoke(Expression.Constant(binder), context)));
        return Expression.Lambda<FunctionBody>(Adapt(call, method.ReturnType), instance, context).Compile();
    }

    /// <summary>A property's getter.</summary>
    public static Func<object, object?> CompileGetter(PropertyInfo property)
    {
        var target = Expression.Parameter(typeof(object));
        var read = Expression.Property(Expression.Convert(target, property.DeclaringType!), property);
        return Expression.Lambda<Func<object, object?>>(Expression.Convert(read, typeof(object)), target).Compile();
    }

    /// <summary>The type of the value that a method gives in the end; <see langword="void"/> if none.</summary>
    public static Type ResultType(MethodInfo method)
    {
        var type = method.ReturnType;
        if (type == typeof(Task) || type == typeof(ValueTask))
        {
            return typeof(void);
        }

        return IsGenericTask(type) ? type.GetGenericArguments()[0] : type;
    }

    private static bool IsGenericTask(Type type) =>
        type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(Task<>) || type.GetGenericTypeDefinition() == typeof(ValueTask<>));

    private static Expression Adapt(MethodCallExpression call, Type type)
    {
        if (type == typeof(void))
        {
            return Expression.Block(call, Expression.Default(typeof(ValueTask<object?>)));
        }

        if (type == typeof(Task) || type == typeof(ValueTask))
        {
            return Expression.Call(typeof(FunctionCompiler), type == typeof(Task) ? nameof(FromTask) : nameof(FromValueTask), null, call);
        }

        if (IsGenericTask(type))
        {
            var name = type.GetGenericTypeDefinition() == typeof(Task<>) ? nameof(FromTaskOf) : nameof(FromValueTaskOf);
            return Expression.Call(typeof(FunctionCompiler), name, [type.GetGenericArguments()[0]], call);
        }

        return Expression.New(typeof(ValueTask<object?>).GetConstructor([typeof(object)])!, Expression.Convert(call, typeof(object)));
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<object?> FromTask(Task task)
    {
        await task;
        return null;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<object?> FromValueTask(ValueTask task)
    {
        await task;
        return null;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<object?> FromTaskOf<T>(Task<T> task) => await task;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<object?> FromValueTaskOf<T>(ValueTask<T> task) => await task;
}
