package io.holdfast.gateway.config;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;

/**
 * Goes on binding {@link Checkable} properties after a wrong value, as if it were not there, so that all problems are
 * told at once: values that cannot be read, names that mean nothing, and what the properties say of themselves.
 */
final class CollectingBindHandler extends AbstractBindHandler {

    private final List<Problem> unreadable = new ArrayList<>();
    private @Nullable ConfigurationPropertyName root;
    private Class<?> rootType = Void.class;

    CollectingBindHandler(BindHandler parent) {
        super(parent);
    }

    @Override
    public <T> @Nullable Bindable<T> onStart(ConfigurationPropertyName name, Bindable<T> target, BindContext context) {
        Class<?> type = target.getType().resolve(Object.class);
        if (Checkable.class.isAssignableFrom(type)) {
            root = name;
            rootType = type;
            unreadable.clear();
        }
        return super.onStart(name, target, context);
    }

    @Override
    public @Nullable Object onFailure(
            ConfigurationPropertyName name, Bindable<?> target, BindContext context, Exception error) throws Exception {
        if (root == null || !root.isAncestorOf(name)) {
            return super.onFailure(name, target, context, error);
        }
        if (!isKnown(name)) {
            unreadable.add(new Problem(
                    name.toString(),
                    written(context, name),
                    Expected.of(target.getType().resolve(Object.class))));
        }
        return null;
    }

    /** Whether the value, or what it is a part of or has as a part, was told already. */
    private boolean isKnown(ConfigurationPropertyName name) {
        return unreadable.stream()
                .map(problem -> ConfigurationPropertyName.of(problem.name()))
                .anyMatch(told -> told.equals(name)
                        || told.isAncestorOf(name)
                        || name.isAncestorOf(told)
                        || told.isLastElementIndexed() && told.getParent().isAncestorOf(name));
    }

    @Override
    public void onFinish(
            ConfigurationPropertyName name, Bindable<?> target, BindContext context, @Nullable Object result)
            throws Exception {
        if (!name.equals(root)) {
            super.onFinish(name, target, context, result);
            return;
        }
        List<Problem> all = new ArrayList<>();
        try {
            super.onFinish(name, target, context, result);
        } catch (UnboundConfigurationPropertiesException e) {
            for (ConfigurationProperty unbound : e.getUnboundProperties()) {
                if (!isKnown(unbound.getName())) {
                    all.add(new Problem(
                            unbound.getName().toString(),
                            "no such property",
                            Expected.inPlaceOf(rootType, unbound.getName(), name.getNumberOfElements())));
                }
            }
        }
        all.addAll(unreadable);
        if (result instanceof Checkable checkable) {
            Problems problems = new Problems(
                    name.toString(), property -> written(context, ConfigurationPropertyName.adapt(property, '.')));
            checkable.check(problems);
            all.addAll(problems.found());
        }
        if (!all.isEmpty()) {
            throw new InvalidPropertiesException(all);
        }
    }

    private static @Nullable String written(BindContext context, ConfigurationPropertyName name) {
        for (ConfigurationPropertySource source : context.getSources()) {
            ConfigurationProperty property = source.getConfigurationProperty(name);
            if (property != null) {
                return String.valueOf(property.getValue());
            }
        }
        return null;
    }
}
