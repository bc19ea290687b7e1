using System.Linq.Expressions;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Azure.Functions.Worker.Invocation;

/// <summary>Makes the delegates that make the objects of functions, a new one for each invocation.</summary>
internal sealed class FunctionActivators(IServiceProvider root, Singletons singletons)
{
    /// <summary>How the object that holds the method is made, or <see langword="null"/> for a static method.</summary>
    public Func<EmbeddedFunctionContext, object>? Create(MethodInfo method)
    {
        if (method.IsStatic)
        {
            return null;
        }

        var type = method.DeclaringType!;
        var factory = ActivatorUtilities.CreateFactory(type, Type.EmptyTypes);
        if (type.GetConstructors() is [var only] && only.GetParameters().All(IsSingleton))
        {
            var create = OfSingletons(only);
            return context => context.HasServices ? factory(context.InstanceServices, null) : create();
        }

        return context => factory(context.InstanceServices, null);
    }

    private bool IsSingleton(ParameterInfo parameter) =>
        !parameter.IsDefined(typeof(FromKeyedServicesAttribute)) && singletons.Contains(parameter.ParameterType);

    /// <summary>Saves a request the scope of services that it would otherwise make and dispose.</summary>
    private Func<object> OfSingletons(ConstructorInfo constructor)
    {
        var parameters = constructor.GetParameters();
        var given = Expression.Parameter(typeof(object[]));
        var create = Expression.Lambda<Func<object[], object>>(
            Expression.New(constructor, parameters.Select((parameter, index) =>
                Expression.Convert(Expression.ArrayIndex(given, Expression.Constant(index)), parameter.ParameterType))),
            given).Compile();

        // Made at the first invocation, and again at the next one if that fails, as it would be with a scope.
        var arguments = new Lazy<object[]>(
            () => [.. parameters.Select(parameter => root.GetRequiredService(parameter.ParameterType))], LazyThreadSafetyMode.PublicationOnly);
        return () => create(arguments.Value);
    }
}
