package io.holdfast.gateway.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.util.unit.DataSize;

/** Says in words what a property may be, from the type that it is bound to. */
final class Expected {

    private Expected() {}

    /** What a value of this type looks like. */
    static String of(Class<?> type) {
        if (type == Duration.class) {
            return "a duration such as 500ms, 10s or 5m";
        }
        if (type == OrOff.class) {
            return "a duration such as 500ms, 10s or 5m, or off";
        }
        if (type == DataSize.class) {
            return "a size such as 64KB or 1MB";
        }
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(constant -> dashed(constant.toString()))
                    .collect(Collectors.joining(", "));
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
            return "a whole number";
        }
        if (type == float.class || type == double.class) {
            return "a number";
        }
        return type.isRecord() ? "properties below it: " + names(type) : "a value of another kind";
    }

    /** What may stand in the place of a name that means nothing. */
    static String inPlaceOf(Class<?> root, ConfigurationPropertyName name, int depth) {
        Type at = root;
        for (int i = depth; i < name.getNumberOfElements(); i++) {
            if (!(at instanceof Class<?> type && type.isRecord())) {
                at = at instanceof ParameterizedType map && map.getRawType() == Map.class
                        ? map.getActualTypeArguments()[1]
                        : Void.class;
                continue;
            }
            Type next = component(type, name.getElement(i, Form.UNIFORM));
            if (next == null) {
                return "one of " + names(type);
            }
            at = next;
        }
        return "no such property";
    }

    private static @Nullable Type component(Class<?> type, String uniform) {
        for (RecordComponent component : type.getRecordComponents()) {
            if (component.getName().toLowerCase(Locale.ROOT).equals(uniform)) {
                return component.getGenericType();
            }
        }
        return null;
    }

    private static String names(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(component -> dashed(component.getName()))
                .collect(Collectors.joining(", "));
    }

    /** {@code maxWait} and {@code LEAST_LOADED} as they are written in a configuration. */
    private static String dashed(String name) {
        String spread = name.equals(name.toUpperCase(Locale.ROOT)) ? name : name.replaceAll("([A-Z])", "-$1");
        return spread.replace('_', '-').toLowerCase(Locale.ROOT);
    }
}
