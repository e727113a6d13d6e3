// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.Callable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** A client of DynamoDB whose calls a test sees, holds up or loses. */
@FunctionalInterface
interface TappedTable {

    /**
     * One call.
     *
     * @param operation the method of the client, for example {@code updateItem}
     * @param request what is asked
     * @param call makes it
     * @return what the caller gets
     */
    Object on(String operation, Object request, Callable<Object> call) throws Exception;

    default DynamoDbClient over(DynamoDbClient client) {
        return (DynamoDbClient) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DynamoDbClient.class}, (self, method, arguments) -> {
                    Callable<Object> call = () -> {
                        try {
                            return method.invoke(client, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause() instanceof Exception cause ? cause : e;
                        }
                    };
                    return on(method.getName(), arguments == null ? null : arguments[0], call);
                });
    }
}
