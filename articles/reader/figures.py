def put(article):
    return []
